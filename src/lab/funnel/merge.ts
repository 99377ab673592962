/**
 * One list of several, by weights. Scores of different models are on different scales, so their ranks alone count.
 *
 * - `quota`: the places are dealt out in proportion to the weights, one after the other: the next one to the list with
 *   the largest weight / (2 x its places + 1) (Sainte-Laguë's method; Dang and Croft, SIGIR 2012, PM-1). Whose turn it
 *   is gives its best item that is not there yet, so an item that several have takes one place, and the others go on
 *   to their next. The first k of a longer list are the list of k.
 * - `rrf`: reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): the items with the largest sum over the
 *   lists of weight / (60 + rank). What several have stands in front.
 */
import type { List } from './stage';

export const MERGE_RULES = ['quota', 'rrf'] as const;
export type MergeRule = (typeof MERGE_RULES)[number];

export interface WeightedList {
  /** Distinct items, best first. */
  items: List;
  /** Above 0; it counts relative to those of the others. */
  weight: number;
}

/** Ranks of a list that reciprocal rank fusion looks at: as many as the longest list of a device has. */
export const RRF_DEPTH = 1024;
/** k of Cormack et al.: how much less the first place counts. */
const RRF_SMOOTHING = 60;

/** The first `keep` of all; fewer where the lists have fewer. */
export const merged = (lists: readonly WeightedList[], rule: MergeRule, keep: number): List =>
  lists.length === 1 ? lists[0]!.items.subarray(0, keep) : (rule === 'quota' ? dealt : fused)(lists, keep);

/** Of equal quotients the list that stands first has the turn. */
function dealt(lists: readonly WeightedList[], keep: number): List {
  const there = new Set<number>();
  const turns = lists.map(({ items, weight }) => ({ items, weight, at: 0, places: 0 }));
  while (there.size < keep) {
    for (const turn of turns) while (there.has(turn.items[turn.at]!)) turn.at++;
    const open = turns.filter(({ items, at }) => at < items.length);
    if (open.length === 0) break;
    const quotient = ({ weight, places }: (typeof turns)[number]): number => weight / (2 * places + 1);
    const next = open.reduce((most, turn) => (quotient(turn) > quotient(most) ? turn : most));
    there.add(next.items[next.at]!);
    next.places++;
  }
  return Uint32Array.from(there);
}

/** Ties: what is in front in any list, then the lowest item. What no list has within its depth is last. */
function fused(lists: readonly WeightedList[], keep: number): List {
  const found = new Map<number, { score: number; best: number }>();
  for (const { items, weight } of lists)
    items.forEach((item, place) => {
      const known = found.get(item) ?? { score: 0, best: Infinity };
      if (place < RRF_DEPTH) known.score += weight / (RRF_SMOOTHING + place + 1);
      known.best = Math.min(known.best, place);
      found.set(item, known);
    });
  const order = [...found].sort(([a, one], [b, other]) => other.score - one.score || one.best - other.best || a - b);
  return Uint32Array.from(order.slice(0, keep), ([item]) => item);
}
