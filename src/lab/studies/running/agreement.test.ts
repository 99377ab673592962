import { afterAll, describe, expect, it } from 'vitest';
import { idField } from '../../../data/fields/encode';
import { datasetOf, randomRows } from '../../../data/testing';
import { onDevice } from '../../../engine/testing';
import { schemaOf } from '../../../model/document/schema';
import { preset } from '../../../model/presets/presets';
import { removedItems } from '../../evaluate/rank';
import { scoresOfTargets } from '../../evaluate/ranker';
import { LiveModel } from '../../training/live-model';
import { agreementWith } from './agreement';
import type { Teacher } from './impressions';
import type { Outcome } from './outcome';

onDevice();

const log = datasetOf(randomRows(5, { users: 40, items: 30, rows: 500 }));
const dataset = {
  ...log,
  fields: [idField('user id', 'user', log.users), idField('item id', 'item', log.items)],
};
const { graph, settings } = preset('din').build(schemaOf(dataset), { width: 8 });
let model: LiveModel;
afterAll(() => model.dispose());

describe('agreement with a teacher', () => {
  it('is of the first ten and of the order of all that is no past of a user, whatever the numbers of items are', async () => {
    model = new LiveModel(dataset, graph, settings);
    const { test } = dataset.split;
    const scores = await scoresOfTargets(model.serving.scorer, dataset, test, model.compiled);
    // The world has its items in another order than the data set.
    const items = dataset.items.toReversed();
    const loaded = { dataset, truth: { items } } as unknown as Outcome['loaded'];
    const trained = [{ model }] as unknown as Outcome['trained'];
    /** @param say what a teacher makes of the ranker's own score of an item */
    const teaching =
      (say: (score: number, item: number, user: number) => number): Teacher =>
      (name) => {
        const row = test.findIndex(({ user }) => dataset.users[user] === name);
        return Float64Array.from(items, (id) => {
          const item = dataset.items.indexOf(id);
          return say(scores[row * items.length + item]!, item, row);
        });
      };
    const agreement = (say: Parameters<typeof teaching>[0]) => agreementWith(teaching(say), { loaded, trained });
    expect(await agreement((score) => 3 * score - 1)).toEqual({ overlap: 1, correlation: expect.closeTo(1, 6) });
    const { overlap, correlation } = await agreement((score) => -score);
    expect(correlation).toBeCloseTo(-1, 6);
    // Of n candidates the first ten and the last ten share what n has less than twenty; fewer than ten are all alike.
    const shared = test.map((target) => {
      const candidates = items.length - removedItems(dataset, target).length;
      return Math.min(1, Math.max(0, 20 - candidates) / Math.min(10, candidates));
    });
    expect(overlap).toBeCloseTo(shared.reduce((sum, x) => sum + x, 0) / test.length, 6);
    expect(overlap).toBeGreaterThan(0);
    // What was taken before is -Infinity for a teacher, and no candidate.
    const told = await agreement((score, item, row) =>
      removedItems(dataset, test[row]!).includes(item) ? -Infinity : score,
    );
    expect(told).toEqual({ overlap: 1, correlation: expect.closeTo(1, 6) });
  });
});
