import { describe, expect, it } from 'vitest';
import { thin } from './thin';

const ramp = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i);

describe('thinning', () => {
  it('gives a short curve back unchanged', () => {
    expect(thin(Float64Array.of(1, 2, 3), Float64Array.of(9, 8, 7), 300)).toEqual({
      steps: [1, 2, 3],
      values: [9, 8, 7],
    });
  });

  it('stays within the limit and keeps both ends', () => {
    const curve = thin(ramp(100_000), ramp(100_000), 300);
    expect(curve.steps.length).toBeLessThanOrEqual(300);
    expect(curve.steps[0]).toBe(0);
    expect(curve.steps.at(-1)).toBe(99_999);
  });

  it('keeps a single spike up and a single spike down, at their true steps', () => {
    const values = new Float64Array(50_000).fill(1);
    values[31_234] = 100;
    values[31_240] = -100;
    const curve = thin(ramp(50_000), values, 300);
    expect(curve.values[curve.steps.indexOf(31_234)]).toBe(100);
    expect(curve.values[curve.steps.indexOf(31_240)]).toBe(-100);
  });

  it('never goes back in steps', () => {
    const noise = ramp(5000).map((i) => (Math.sin(i * 12.9898) * 43758.5453) % 1);
    const { steps } = thin(ramp(5000), noise, 100);
    expect(steps.every((step, i) => i === 0 || step > (steps[i - 1] ?? Infinity))).toBe(true);
  });
});
