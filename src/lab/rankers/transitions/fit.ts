/**
 * Transitions: what came soon after what, counted over training sequences; a first-order Markov chain with a short
 * memory.
 */
import type { Dataset } from '../../../data/dataset';
import { historyOf } from '../../../data/history';
import type { Fit } from '../fitting/fitting';
import { countingScorer } from '../fitting/counting-scorer';
import type { RowScorer } from '../fitting/score-row';
import type { Rankers } from '../ranker';
import { REACH } from './ranker';

const DECAYS = Float64Array.from({ length: REACH }, (_, k) => 0.6 ** k);
/** Multiples of 1/60 hold 1/1 … 1/5 exactly: sums do not depend on their order, so equal scores stay equal. */
const UNIT = 60;

/**
 * T[a, b] += 1 / gap for events a, b of a user at most five positions apart in his training sequence, b at a later
 * moment. score(c) = sum over the last five events of the history, newest first (k = 0, 1, …), of 0.6^k T[item, c].
 */
export function transitionsScorer(dataset: Dataset): RowScorer {
  const { starts, next, weights } = countTransitions(dataset);
  return countingScorer(dataset, (target, row) => {
    historyOf(dataset, target)
      .slice(-REACH)
      .toReversed()
      .forEach((event, k) => {
        const item = dataset.events.item[event]!;
        row.addAll(next, weights, starts[item]!, starts[item + 1]!, DECAYS, k);
      });
  });
}

/** T as compressed rows: row a holds its followers b, each once, with their weights. */
interface Transitions {
  starts: Uint32Array;
  next: Uint32Array;
  weights: Float64Array;
}

/** Whatever comes after it is written down for each item, then what came several times is added up in place. */
function countTransitions({ events, split, items }: Dataset): Transitions {
  const counts = new Uint32Array(items.length + 1);
  eachTransition({ events, split }, (earlier) => counts[earlier + 1]!++);
  for (let item = 0; item < items.length; item++) counts[item + 1]! += counts[item]!;
  const all = counts.at(-1)!;
  const next = new Uint32Array(all);
  const weights = new Uint32Array(all);
  const end = counts.slice();
  eachTransition({ events, split }, (earlier, later, gap) => {
    next[end[earlier]!] = later;
    weights[end[earlier]!++] = UNIT / gap;
  });
  const starts = new Uint32Array(items.length + 1);
  /** [items] Where a follower of the item at hand stands, plus one; 0: it has not come yet. */
  const places = new Uint32Array(items.length);
  let kept = 0;
  for (let item = 0; item < items.length; item++) {
    for (let n = counts[item]!; n < counts[item + 1]!; n++) {
      const [follower, weight] = [next[n]!, weights[n]!];
      const place = places[follower]!;
      if (place > 0) weights[place - 1]! += weight;
      else {
        next[kept] = follower;
        weights[kept] = weight;
        places[follower] = ++kept;
      }
    }
    for (let n = starts[item]!; n < kept; n++) places[next[n]!] = 0;
    starts[item + 1] = kept;
  }
  return {
    starts,
    next: next.slice(0, kept),
    weights: Float64Array.from(weights.subarray(0, kept), (weight) => weight / UNIT),
  };
}

/** Items of a user that come at most `REACH` positions apart, the second at a later moment. */
function eachTransition(
  { events, split: { train } }: Pick<Dataset, 'events' | 'split'>,
  visit: (earlier: number, later: number, gap: number) => void,
): void {
  for (let a = 0; a < train.length; a++) {
    for (let gap = 1; gap <= REACH && a + gap < train.length; gap++) {
      const [earlier, later] = [train[a]!, train[a + gap]!];
      if (events.user[later] !== events.user[earlier]) break;
      if (events.tieGroup[later] === events.tieGroup[earlier]) continue;
      visit(events.item[earlier]!, events.item[later]!, gap);
    }
  }
}

export default (({ dataset }) => ({ scorer: transitionsScorer(dataset) })) satisfies Fit<Rankers['transitions']>;
