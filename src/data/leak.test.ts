import { describe, expect, it } from 'vitest';
import { summarisesLog } from './leak';

const events = Uint32Array.of(1, 2, 2, 5, 8, 13, 21, 34, 55, 89, 144, 233);

describe('a column that retells the log', () => {
  it('orders the items as their events do, or backwards, whatever its scale', () => {
    expect(
      summarisesLog(
        Float64Array.from(events, (n) => Math.sqrt(n) + 3),
        events,
      ),
    ).toBe(true);
    expect(
      summarisesLog(
        Float64Array.from(events, (_, i) => 100 - i),
        events,
      ),
    ).toBe(true);
  });

  it('is not one that has its own order, is constant, or is known of few items', () => {
    expect(summarisesLog(Float64Array.of(5, 1, 9, 2, 8, 3, 7, 4, 6, 0, 11, 10), events)).toBe(false);
    expect(summarisesLog(new Float64Array(12).fill(1), events)).toBe(false);
    expect(
      summarisesLog(
        Float64Array.from(events, (n, i) => (i < 9 ? n : NaN)),
        events,
      ),
    ).toBe(false);
  });
});
