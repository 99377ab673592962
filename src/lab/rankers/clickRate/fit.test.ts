import { expect, it } from 'vitest';
import type { Dataset } from '../../../data/dataset';
import { PART } from '../../../data/shown';
import { datasetOf, randomRows } from '../../../data/testing';
import { computeBaselines } from '../compute';
import { scoresOf } from '../fitting/ranking';
import { clickRateScorer, PRIOR } from './fit';

const dataset = datasetOf([
  ['a', 'x', 1],
  ['a', 'y', 2],
  ['a', 'z', 3],
  ['b', 'x', 1],
  ['b', 'z', 2],
  ['b', 'y', 3],
  ['c', 'z', 9],
]);

/** So many shown rows of an item in a part. */
function withShown(rows: readonly [item: number, part: number, count: number][]): Dataset {
  const each = rows.flatMap(([item, part, count]) => Array.from({ length: count }, () => ({ item, part })));
  return {
    ...dataset,
    shown: {
      user: new Uint32Array(each.length),
      item: Uint32Array.from(each, ({ item }) => item),
      time: new Float64Array(each.length),
      line: Uint32Array.from(each.keys()),
      start: Uint32Array.of(0, ...dataset.users.map(() => each.length)),
      part: Uint8Array.from(each, ({ part }) => part),
      history: new Uint32Array(each.length),
      columns: [],
    },
  };
}

it('scores everybody alike by the share of training impressions that were taken, drawn to the mean', () => {
  const { train, validation, test } = PART;
  // Of 3 taken and 6 that were not in training; of the other parts nothing counts.
  const shown = withShown([
    [0, train, 6],
    [1, validation, 50],
    [2, test, 50],
  ]);
  const [mean, added] = [3 / 9, (3 / 9) * PRIOR];
  expect([...dataset.split.itemCounts]).toEqual([2, 0, 1]);
  const expected = [(2 + added) / (8 + PRIOR), mean, (1 + added) / (1 + PRIOR)];
  const scores = scoresOf(clickRateScorer(shown), shown.split.test);
  scores.forEach((score, at) => expect(score).toBeCloseTo(expected[at % 3]!, 6));
});

it('has no row where everything is taken', async () => {
  const taken = datasetOf(randomRows(5, { users: 25, items: 30, rows: 400 }));
  const { baselines } = await computeBaselines(taken, { part: 'test', asked: 'fast' });
  expect(baselines).not.toHaveProperty('clickRate');
  expect(baselines.left!.map(({ id }) => id)).not.toContain('clickRate');
});
