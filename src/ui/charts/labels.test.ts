import { describe, expect, it } from 'vitest';
import { niceEnd, spreadLabels } from './labels';

const at = (...ys: number[]) => ys.map((y, i) => ({ text: `l${i}`, y, strong: false }));

describe('labels at the end of lines', () => {
  it('stay at their lines where there is room', () => {
    expect(spreadLabels(at(80, 20, 50), 12, 0, 100).map(({ y }) => y)).toEqual([20, 50, 80]);
  });

  it('move apart where lines are close, and stay inside the chart', () => {
    const ys = spreadLabels(at(95, 96, 97, 98), 12, 0, 100).map(({ y }) => y);
    expect(ys.every((y, i) => y <= 100 && (i === 0 || y - (ys[i - 1] ?? y) >= 12))).toBe(true);
  });

  it('keep the order of their lines', () => {
    expect(spreadLabels(at(50, 48, 49), 12, 0, 100).map(({ text }) => text)).toEqual(['l1', 'l2', 'l0']);
  });
});

describe('the end of an axis', () => {
  it.each([
    [0.124, 0.15],
    [0.31, 0.4],
    [0.2, 0.2],
    [7.2, 7.5],
    [0, 1],
  ])('of values up to %d is %d', (value, end) => {
    expect(niceEnd(value)).toBeCloseTo(end, 10);
  });
});
