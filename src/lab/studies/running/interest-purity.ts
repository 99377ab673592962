/** How well the interests of users keep apart what a field tells apart. */
import type { Target } from '../../../data/dataset';
import { visitInterests } from '../../evaluate/rank-interests';
import type { LiveModel } from '../../training/live-model';

export interface InterestPurity {
  /** Share of an interest's items that are of its most frequent value, the mean over interests. */
  purity: number;
  /**
   * Share of the pairs of interests of a user whose most frequent values differ; not a number where no user has two.
   */
  apart: number;
  /** Share of the users with two interests or more of whom no two have one most frequent value. */
  allApart: number;
  /** Active interests of a user on average. */
  active: number;
}

/**
 * @param field a categorical field of the items;
 * @param k items of an interest.
 * @throws RangeError where there is no such field
 */
export async function interestPurity(
  model: LiveModel,
  targets: readonly Target[],
  field: string,
  k: number,
): Promise<InterestPurity> {
  const values = model.dataset.fields.find(
    ({ name, owner, length }) => name === field && owner === 'item' && length === 1,
  )?.ids;
  if (!values) throw new RangeError(`"${field}" is no categorical field of the items`);
  let [purities, count, differing, pairs, several, separated] = [0, 0, 0, 0, 0, 0];
  await visitInterests(model, targets, k, (_, lists) => {
    const mains = lists.map(({ items }) => {
      const [main, most] = mostFrequent(items.map(({ item }) => values[item]!));
      purities += most / items.length;
      return main;
    });
    count += mains.length;
    mains.forEach((main, at) =>
      mains.slice(at + 1).forEach((other) => {
        pairs += 1;
        differing += Number(main !== other);
      }),
    );
    several += Number(mains.length > 1);
    separated += Number(mains.length > 1 && new Set(mains).size === mains.length);
  });
  return {
    purity: purities / count,
    apart: differing / pairs,
    allApart: separated / several,
    active: count / targets.length,
  };
}

function mostFrequent(values: readonly number[]): [value: number, times: number] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, own) => (own[1] > best[1] ? own : best), [-1, 0]);
}
