import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../data/dataset';
import { WeightStore } from '../../engine/optimizers/weights';
import { numbers, onDevice, relativeError } from '../../engine/testing';
import { judge } from '../check/judge';
import { setParam } from '../document/graph-edits';
import { schemaOf } from '../document/schema';
import { preset } from '../presets/presets';
import { servedScores, tinyDataset } from '../harness/tiny-log';
import { CompiledGraph } from './compile';
import { addWeights } from './train-step';

onDevice();

const dataset = tinyDataset();
const { users, items, userStart, events } = dataset;
const WIDTH = 8;
/** Events of each user that are known. */
const PAST = 4;
const { graph, settings } = preset('sasrec').build(schemaOf(dataset), { width: WIDTH });

/** Scores of users and items, with weights that are the same numbers whatever the length of the past. */
async function scores(given: Dataset = dataset, { length = 6, past = PAST } = {}): Promise<number[][]> {
  const compiled = new CompiledGraph(judge(setParam(graph, 'history', 'length', length), schemaOf(dataset)));
  const weights = new WeightStore();
  addWeights(weights, compiled, settings);
  for (const [at, { path, shape }] of compiled.weights.entries())
    weights.write(
      path,
      numbers(
        shape.reduce((a, b) => a * b, 1),
        at,
      ),
    );
  const found = await servedScores(compiled, given, weights, past);
  weights.dispose();
  return users.map((_, user) => [...found.subarray(user * items.length, (user + 1) * items.length)]);
}

/** The log with other items at some events. */
const withItems = (itemOf: (event: number) => number): Dataset => ({
  ...dataset,
  events: { ...events, item: events.item.map((_, event) => itemOf(event)) },
});
const lengthOf = (user: number): number => userStart[user + 1]! - userStart[user]!;
/** Of users who have more events than are known. */
const known = users.map((_, user) => user).filter((user) => lengthOf(user) > PAST);

describe('sasrec', () => {
  it('sees nothing of what is asked for and of what comes later', async () => {
    expect(known.length).toBeGreaterThan(3);
    const later = withItems((event) => {
      const [user, item] = [events.user[event]!, events.item[event]!];
      return event >= userStart[user]! + PAST ? (item + 1) % items.length : item;
    });
    expect(later.events.item).not.toEqual(events.item);
    expect(await scores(later)).toEqual(await scores());
  });

  it('reads the order of the past, of each user alone', async () => {
    const [user] = known;
    const [first, second] = [userStart[user!]!, userStart[user!]! + 1];
    const isOrdered = events.item[first] !== events.item[second];
    expect(isOrdered).toBe(true);
    const before = await scores();
    const after = await scores(
      withItems((event) => events.item[event === first ? second : event === second ? first : event]!),
    );
    before.forEach((own, at) => {
      if (at === user) expect(relativeError(after[at]!, own)).toBeGreaterThan(1e-3);
      else expect(after[at]).toEqual(own);
    });
  });

  it('is changed by no padding in front of the past', async () => {
    const [short, long] = [await scores(dataset, { length: PAST }), await scores(dataset, { length: PAST + 5 })];
    known.forEach((user) => expect(relativeError(long[user]!, short[user]!)).toBeLessThan(1e-6));
  });

  it('has a vector for users without a past', async () => {
    expect((await scores(dataset, { past: 0 })).flat().every(Number.isFinite)).toBe(true);
  });

  it('reads the past and scores the items by one table, and has no other of ids', () => {
    expect(graph.tables).toEqual([{ id: 'item-id', field: 'item id', width: WIDTH }]);
    const readers = graph.nodes.filter(({ params }) => 'tables' in params);
    expect(readers.map(({ side, params }) => [side, params['tables']])).toEqual([
      ['user', ['item-id']],
      ['item', ['item-id']],
    ]);
  });
});
