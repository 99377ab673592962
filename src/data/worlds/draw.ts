/** Draws that both worlds need, on top of the seeded uniform numbers. */
import type { Random } from '../random';

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[random.below(list.length)]!;
}

/** `count` different entries (all of them where the list is shorter), in random order. */
export function pickSome<T>(random: Random, list: readonly T[], count: number): T[] {
  const order = random.shuffle(Uint32Array.from(list, (_, i) => i));
  return Array.from(order.subarray(0, count), (i) => list[i]!);
}

/** Index drawn in proportion to its weight; weights are at least 0 and not all 0. */
export function weighted(random: Random, weights: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i]!;
  let left = random.uniform() * total;
  let last = -1;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i]! <= 0) continue;
    last = i;
    left -= weights[i]!;
    if (left < 0) return i;
  }
  if (last < 0) throw new RangeError(`weighted: none of the ${weights.length} weights is above 0`);
  return last;
}

/**
 * Numbers of events per user that add up to exactly `events`, each at least `min`.
 * Drawn skewed, then scaled: a few users with many events, most with a dozen or two.
 */
export function shareEvents(random: Random, users: number, events: number, min: number): Uint32Array {
  const raw = Float64Array.from({ length: users }, () => Math.min(4, Math.max(0.3, Math.exp(0.55 * random.normal()))));
  const total = raw.reduce((sum, x) => sum + x, 0);
  const free = events - users * min;
  const counts = Uint32Array.from(raw, (x) => min + Math.floor((x / total) * free));
  let left = events - counts.reduce((sum, n) => sum + n, 0);
  for (let u = 0; left > 0; u = (u + 1) % users, left--) counts[u]!++;
  return counts;
}
