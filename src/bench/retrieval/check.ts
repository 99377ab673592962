/** Whether lists are those of a plain loop over all scores. */
import { createRandom } from '../../data/random';
import { bestOf, wholeScores } from '../../engine/kernels/retrieval/whole-scores';
import { seenBy, userAt, type Catalogue } from './catalogue';

/**
 * `exact`: the same items in the same order. `ties`: unseen items with the same scores, but among equals others or in
 * another order.
 */
export type Verdict = 'exact' | 'ties' | 'wrong';

export interface Checked {
  /** Users whose lists were compared. */
  users: number;
  verdict: Verdict;
  /** The first list that is not exact, in words. */
  where: string | null;
}

const WORSE: readonly Verdict[] = ['exact', 'ties', 'wrong'];

/**
 * Compares the lists of several implementations, user by user in random order, until all are done or the time is over.
 * @param lists of each implementation [users x top], best first
 * @param mostMs at least one user is checked
 */
export function checkLists(catalogue: Catalogue, lists: readonly (readonly number[])[], mostMs: number): Checked[] {
  const {
    setting: { users, top, seed },
    items,
  } = catalogue;
  if (lists.length === 0) return [];
  const checked = lists.map((): Checked => ({ users: 0, verdict: 'exact', where: null }));
  const began = performance.now();
  for (const user of createRandom(seed, 'checked').shuffle(Array.from({ length: users }, (_, i) => i))) {
    if (checked[0]!.users > 0 && performance.now() - began > mostMs) break;
    const scores = wholeScores(userAt(catalogue.users, user), items);
    const gone = new Set(seenBy(catalogue, user));
    const best = bestOf(scores, top, gone);
    lists.forEach((list, at) => {
      const one = checked[at]!;
      const found = list.slice(user * top, (user + 1) * top);
      const verdict = verdictOf(found, best, scores, gone);
      one.users += 1;
      if (verdict !== 'exact') one.where ??= whereOf(user, found, best);
      if (WORSE.indexOf(verdict) > WORSE.indexOf(one.verdict)) one.verdict = verdict;
    });
  }
  return checked;
}

function verdictOf(
  found: readonly number[],
  best: readonly number[],
  scores: Int32Array,
  gone: ReadonlySet<number>,
): Verdict {
  if (best.every((item, place) => found[place] === item)) return 'exact';
  const sameScores = best.every((item, place) => scores[found[place] ?? -1] === scores[item]);
  return sameScores && new Set(found).size === best.length && !found.some((item) => gone.has(item)) ? 'ties' : 'wrong';
}

function whereOf(user: number, found: readonly number[], best: readonly number[]): string {
  const place = best.findIndex((item, at) => found[at] !== item);
  return `user ${user}, place ${place + 1}: item ${found[place] ?? 'none'} instead of ${best[place]}`;
}
