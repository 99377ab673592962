import { describe, expect, it } from 'vitest';
import { createCursor, pointAt } from './cursor';
import { leftOf, stepAt } from './plot';

describe('the cursor', () => {
  it('is where a chart was pointed at last, and another that is left takes nothing away', () => {
    const cursor = createCursor();
    cursor.point('loss', 5, false);
    cursor.point('hr@10', 8, true);
    cursor.leave('loss');
    expect(cursor.getState()).toEqual({ step: 8, of: 'hr@10', spoken: true });
    cursor.leave('hr@10');
    expect(cursor.getState().step).toBeNull();
  });

  it('has of each curve the last point up to its step', () => {
    const curve = { steps: [4, 8], values: [0.1, 0.2] };
    expect([3, 4, 7, 8, 100].map((step) => pointAt(curve, step)?.step ?? null)).toEqual([null, 4, 4, 8, 8]);
    expect(pointAt(curve, 7)?.value).toBe(0.1);
  });

  it('goes by a click to the step that is drawn the nearest to it', () => {
    const plot = { width: 406, lastStep: 10, beside: [], references: [{}] };
    for (const step of [0, 4, 8]) expect(stepAt(leftOf(step, plot) + 2, [0, 4, 8], plot)).toBe(step);
    expect(stepAt(leftOf(6.1, plot), [0, 4, 8], plot)).toBe(8);
    expect(stepAt(0, [], plot)).toBeNull();
  });
});
