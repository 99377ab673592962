import { describe, expect, it } from 'vitest';
import { readOptions } from '../options';
import { indented, profileText } from './report';

describe('the command line of kernels', () => {
  it('takes a kernel’s name after wgsl, and nothing after profile', () => {
    expect(readOptions(['wgsl', 'mean loss', '--preset', 'sdm'])).toMatchObject({ kernel: 'mean loss', preset: 'sdm' });
    expect(readOptions(['profile', '--batch', '1024', '--data', 'a.csv'])).toMatchObject({
      batch: 1024,
      data: 'a.csv',
    });
    expect(() => readOptions(['wgsl'])).toThrow('wgsl takes the name of a kernel');
    expect(() => readOptions(['wgsl', 'a', 'b'])).toThrow('got "b"');
    expect(() => readOptions(['profile', 'linear'])).toThrow('got "linear"');
    expect(() => readOptions(['presets', '--data', 'a.csv'])).toThrow('presets does not take --data');
  });
});

describe('a profile in words', () => {
  it('has kernels and nodes with their shares', () => {
    const text = profileText({
      adapter: 'a GPU',
      preset: 'two-tower',
      batch: 256,
      data: 'log.csv',
      steps: 20,
      stepMs: 5,
      kernels: [
        { kernel: 'linear', dispatches: 8, ms: 3 },
        { kernel: 'ring', dispatches: 1, ms: 1 },
      ],
      nodes: [
        { node: 'user-mlp', dispatches: 8, ms: 3 },
        { node: null, dispatches: 1, ms: 1 },
      ],
    });
    expect(text).toContain('A step takes 5 ms, its kernels 4 ms');
    expect(text).toContain('| linear | 8 | 3 | 75.0 % |');
    expect(text).toContain('| the step itself: lookups, sums, updates | 1 | 1 | 25.0 % |');
  });
});

describe('WGSL as its blocks nest', () => {
  it('takes away the templates’ own spaces and empty lines', () => {
    expect(
      indented(`

    fn main() {
for (var i = 0u; i < 4u; i++) {
            // { of a comment does not count
   sum += a[i]; }


  if (sum > 0.0) {
result[0] = sum;
      } else {
  result[0] = vec4<f32>(
1.0,
).x;
}
}`),
    ).toBe(`fn main() {
  for (var i = 0u; i < 4u; i++) {
    // { of a comment does not count
    sum += a[i]; }

  if (sum > 0.0) {
    result[0] = sum;
  } else {
    result[0] = vec4<f32>(
      1.0,
    ).x;
  }
}`);
  });
});
