/** Whether the implementations do the same work: from equal weights and batches they must come to equal losses. */
import type { Update } from './measure/work';

export interface Agreement {
  /** Largest relative difference of two losses that should be equal. */
  difference: number;
  between: readonly [string, string];
  holds: boolean;
}

const TOLERANCE = 1e-4;
/**
 * Losses that are equal whatever happens to rows outside the batch: that of the first step, and that of the second,
 * since before it no row has a moment that would move it without a gradient. From the third on dense Adam and the lazy
 * rule differ.
 */
const SAME_FOR_ALL = 2;

/** @returns null where there are fewer than two to compare */
export function agreement(
  implementations: readonly { name: string; update: Update; losses: readonly number[] }[],
): Agreement | null {
  let worst: Omit<Agreement, 'holds'> | null = null;
  implementations.forEach((one, at) => {
    for (const other of implementations.slice(at + 1)) {
      const compared =
        (one.update === 'touched') === (other.update === 'touched')
          ? Math.min(one.losses.length, other.losses.length)
          : SAME_FOR_ALL;
      for (let step = 0; step < compared; step++) {
        const difference = Math.abs(one.losses[step]! - other.losses[step]!) / Math.abs(one.losses[step]!);
        // A loss that is no number agrees with nothing.
        if (worst === null || !(difference <= worst.difference))
          worst = { difference: Number.isNaN(difference) ? Infinity : difference, between: [one.name, other.name] };
      }
    }
  });
  const found = worst as Omit<Agreement, 'holds'> | null;
  return found && { ...found, holds: found.difference <= TOLERANCE };
}
