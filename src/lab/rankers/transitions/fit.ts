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

/** Positions two events of a user may lie apart, and the newest history items a score looks at. */
const REACH = 5;
const DECAY = 0.6;
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
        for (let n = starts[item]!; n < starts[item + 1]!; n++) row.add(next[n]!, DECAY ** k * weights[n]!);
      });
  });
}

/** T as compressed rows: row a holds its followers b with their weights. */
function countTransitions({ events, split, items }: Dataset): {
  starts: Uint32Array;
  next: number[];
  weights: number[];
} {
  const { train } = split;
  const followers = items.map(() => new Map<number, number>());
  for (let a = 0; a < train.length; a++) {
    for (let gap = 1; gap <= REACH && a + gap < train.length; gap++) {
      const earlier = train[a]!;
      const later = train[a + gap]!;
      if (events.user[later] !== events.user[earlier]) break;
      if (events.tieGroup[later] === events.tieGroup[earlier]) continue;
      const row = followers[events.item[earlier]!]!;
      const item = events.item[later]!;
      row.set(item, (row.get(item) ?? 0) + UNIT / gap);
    }
  }
  const starts = new Uint32Array(items.length + 1);
  const next: number[] = [];
  const weights: number[] = [];
  followers.forEach((row, item) => {
    for (const [follower, weight] of row) {
      next.push(follower);
      weights.push(weight / UNIT);
    }
    starts[item + 1] = next.length;
  });
  return { starts, next, weights };
}

export default (({ dataset }) => ({ scorer: transitionsScorer(dataset) })) satisfies Fit<Rankers['transitions']>;
