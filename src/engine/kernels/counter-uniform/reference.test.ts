import { describe, expect, it } from 'vitest';
import { streamOf, uniformAt, uniforms } from './reference';

describe('counter-based uniform numbers', () => {
  it('are a pure function of seed, step, stream and index', () => {
    expect(uniformAt(7, 3, 11, 5)).toBe(uniforms(7, 3, 11, 6)[5]);
    const moved = [uniformAt(8, 3, 11, 5), uniformAt(7, 4, 11, 5), uniformAt(7, 3, 12, 5), uniformAt(7, 3, 11, 6)];
    for (const other of moved) expect(other).not.toBe(uniformAt(7, 3, 11, 5));
  });

  it('have the bits of an independent implementation (Python integers)', () => {
    expect([0, 1, 2, 4294967295].map((i) => uniformAt(7, 3, 11, i) * 2 ** 24)).toEqual([
      10364842, 2216970, 10707951, 9971476,
    ]);
    expect(uniformAt(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff) * 2 ** 24).toBe(12041202);
  });

  it('fill [0, 1) evenly: mean, variance and neighbouring correlation of 100,000 numbers', () => {
    const draws = uniforms(1, 2, 3, 100_000);
    let outside = 0;
    let mean = 0;
    let square = 0;
    let neighbours = 0;
    draws.forEach((u, i) => {
      if (u < 0 || u >= 1) outside++;
      mean += u / draws.length;
      square += (u - 0.5) ** 2 / draws.length;
      neighbours += ((u - 0.5) * ((draws[i + 1] ?? 0.5) - 0.5)) / draws.length;
    });
    expect(outside).toBe(0);
    expect(mean).toBeCloseTo(0.5, 2);
    expect(square).toBeCloseTo(1 / 12, 3);
    expect(neighbours * 12).toBeCloseTo(0, 1);
  });

  it('take their stream from FNV-1a over UTF-8', () => {
    expect(streamOf('', '')).toBe(0x2a0c975e);
    expect(streamOf('pool', 'keep')).toBe(0x58bd4465);
    expect(streamOf('塔', 'keep')).toBe(0xdce0da3);
  });
});
