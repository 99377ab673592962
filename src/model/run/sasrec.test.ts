import { describe, expect, it } from 'vitest';
import { createBatches } from '../../data/batches';
import type { Dataset } from '../../data/dataset';
import { trainingHistories } from '../../data/history';
import { trainingPart } from '../../data/training-part';
import { WeightStore } from '../../engine/optimizers/weights';
import { numbers, onDevice, relativeError } from '../../engine/testing';
import { judge } from '../check/judge';
import type { TowerGraph } from '../document/graph';
import { setParam } from '../document/graph-edits';
import { schemaOf } from '../document/schema';
import { preset } from '../presets/presets';
import { open } from '../harness/small-model';
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

  it('trains at every position as it does on rows with pasts of their own, but for what counts positions', async () => {
    const drawn = [
      ['positions', 'positions', false],
      ...['positions', 'attention-1', 'attention-2', 'feed-forward-1', 'feed-forward-2'].map(
        (node) => [node, 'dropout', 0] as const,
      ),
      // No stretch is cut: each past is whole at its place.
      ['history', 'length', 50],
    ] as const;
    const whole = drawn.reduce((of, [node, name, value]) => setParam(of, node, name, value), graph);
    const single = setParam(whole, 'history', 'everyPosition', false);
    const trained = { ...settings, batch: 256 };
    const batch = createBatches(dataset, { batch: 256, seed: 1, historyLength: 50, everyPosition: true }).at(0);
    const histories = trainingHistories(dataset, trainingPart(dataset));
    const alone = { ...batch, places: null, history: histories.of(batch, 50) };
    expect(batch.history.rows).toBeLessThan(batch.real / 2);

    // With the events themselves in place of what the layers make of them, too.
    const direct = (drawn: TowerGraph): TowerGraph => ({
      ...drawn,
      nodes: drawn.nodes.filter(({ id }) => !/^(positions|attention|feed)/.test(id)),
      edges: [
        ...drawn.edges.filter(
          ({ from, to }) => ![from, to].some(({ node }) => /^(positions|attention|feed)/.test(node)),
        ),
        { from: { node: 'history', output: 'sequence' }, to: { node: 'newest', input: 'sequence' } },
      ],
    });
    for (const change of [(drawn: TowerGraph) => drawn, direct]) {
      const [stretched, rows] = [open(change(whole), trained, dataset), open(change(single), trained, dataset)];
      stretched.step.run(batch);
      rows.step.run(alone);
      const [losses, own] = [await stretched.losses(), await rows.losses()];
      expect(relativeError(losses, own)).toBeLessThan(1e-5);
      const [moments, others] = [await stretched.moments(), await rows.moments()];
      expect([...moments.keys()]).toEqual([...others.keys()]);
      for (const [path, [mean]] of moments) {
        const [other] = others.get(path)!;
        expect(relativeError(mean!, other!), path).toBeLessThan(1e-3);
      }
      stretched.close();
      rows.close();
    }
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
