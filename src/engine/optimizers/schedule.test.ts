import { describe, expect, it } from 'vitest';
import { scheduleFactor, type Schedule } from './schedule';

const factors = (schedule: Schedule, steps: readonly number[]) => steps.map((step) => scheduleFactor(schedule, step));

describe('the learning rate', () => {
  it('stays, or rises linearly to its full size and stays', () => {
    expect(factors({ kind: 'constant', warmup: 0 }, [0, 1, 1e6])).toEqual([1, 1, 1]);
    expect(factors({ kind: 'constant', warmup: 4 }, [0, 1, 2, 3, 4, 5])).toEqual([0.25, 0.5, 0.75, 1, 1, 1]);
  });

  it('falls along half a cosine to its floor and stays there', () => {
    const at = factors({ kind: 'cosine', warmup: 0, steps: 4, floor: 0.2 }, [0, 1, 2, 3, 4, 100]);
    [1, 0.2 + 0.4 * (1 + Math.SQRT1_2), 0.6, 0.2 + 0.4 * (1 - Math.SQRT1_2), 0.2, 0.2].forEach((factor, i) =>
      expect(at[i]).toBeCloseTo(factor, 14),
    );
  });

  it('falls after the warm-up, from its full size', () => {
    const at = factors({ kind: 'cosine', warmup: 2, steps: 2, floor: 0 }, [0, 1, 2, 3, 4, 5]);
    [0.5, 1, 1, 0.5, 0, 0].forEach((factor, i) => expect(at[i]).toBeCloseTo(factor, 14));
  });
});
