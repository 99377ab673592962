/**
 * Where target items stand among the candidates, and what follows from it where some have the same score. Candidates of
 * the same score are in no order, so a figure is its expected value over all their orders, each as likely as the other:
 * an item with g candidates above it, one of t with the same score, stands at each of the ranks g + 1 … g + t with
 * probability 1 / t. A constant score then gets what chance gets: a hit among the first 10 of 20 candidates counts
 * half. Without ties the expected value is the value. (McSherry and Najork, ECIR 2008.)
 */
import type { Target } from '../../data/dataset';

/** So many candidates are above a target item that is none itself: it counts as a miss everywhere. */
export const UNRANKED = Infinity;

/** One number in each array for each target item. */
export interface Standings {
  /** Candidates with a higher score; `UNRANKED` where the item was removed. */
  greater: Float64Array;
  /** Other candidates with the same score; 0 where the item was removed. */
  ties: Uint32Array;
}

/** For all items of these targets, to be filled. */
export function noStandings(targets: readonly Target[]): Standings {
  const asked = targets.reduce((sum, { items }) => sum + items.length, 0);
  return { greater: new Float64Array(asked), ties: new Uint32Array(asked) };
}

/**
 * The rank that is shown for an item, 1 = the best: those it ties with stand half before it. No figure is taken from
 * it.
 */
export const midRank = ({ greater, ties }: Standings, at: number): number =>
  1 + (greater[at] ?? UNRANKED) + (ties[at] ?? 0) / 2;

/** Candidates of one score, at the ranks above + 1 … above + size. */
export interface TieGroup {
  above: number;
  size: number;
  /** Target items among them, at least one. */
  wanted: number;
}

/**
 * The candidates among the items of one target by their score, in the order of the items: those with as many above them
 * have the same.
 */
export function tieGroups({ greater, ties }: Standings): TieGroup[] {
  const groups = new Map<number, TieGroup>();
  greater.forEach((above, at) => {
    if (above === UNRANKED) return;
    const known = groups.get(above);
    if (known) known.wanted += 1;
    else groups.set(above, { above, size: ties[at]! + 1, wanted: 1 });
  });
  return [...groups.values()];
}

/** Places of the group in the top K. */
const inside = ({ above, size }: TieGroup, k: number): number => Math.min(Math.max(k - above, 0), size);

/**
 * P(at least one of the target items is in the top K): at most one group lies across its edge, and of that one s of t
 * places are inside, 1 - C(t - m, s) / C(t, s).
 */
export function hitProbability(groups: readonly TieGroup[], k: number): number {
  let missed = 1;
  for (const group of groups) {
    const outside = group.size - inside(group, k);
    // One wanted item after the other takes a place outside.
    for (let i = 0; i < group.wanted; i++) missed *= Math.max(0, outside - i) / (group.size - i);
  }
  return 1 - missed;
}

/** E(target items in the top K) */
export const expectedHits = (groups: readonly TieGroup[], k: number): number =>
  groups.reduce((sum, group) => sum + group.wanted * (inside(group, k) / group.size), 0);

/** What a hit at a rank counts in DCG. */
export const discount = (rank: number): number => 1 / Math.log2(1 + rank);

/** E(DCG@K) */
export function expectedGain(groups: readonly TieGroup[], k: number): number {
  let gain = 0;
  for (const group of groups) {
    let sum = 0;
    for (let place = 1; place <= inside(group, k); place++) sum += discount(group.above + place);
    gain += group.wanted * (sum / group.size);
  }
  return gain;
}

/**
 * E(1 / rank of the best target item), which is in the best group; the first of m among t is the j-th with probability
 * C(t - j, m - 1) / C(t, m). 0 without a group.
 */
export function expectedReciprocal(groups: readonly TieGroup[]): number {
  const [best] = groups.toSorted((a, b) => a.above - b.above);
  if (!best) return 0;
  const { above, size, wanted } = best;
  let sum = 0;
  let probability = wanted / size;
  for (let j = 1; j <= size - wanted + 1; j++) {
    sum += probability / (above + j);
    probability *= (size - j - wanted + 1) / (size - j);
  }
  return sum;
}
