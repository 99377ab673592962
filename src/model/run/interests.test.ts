/** Several vectors of a user, from the history to what the lab ranks by. */
import { describe, expect, it } from 'vitest';
import { createBatches } from '../../data/batches';
import { encodeHistories } from '../../data/history';
import { disposeVectors } from '../../engine/kernels/retrieval/retrieval';
import { WeightStore } from '../../engine/optimizers/weights';
import { onDevice } from '../../engine/testing';
import { graphOf, itemVectors, servedScores, tinyDataset } from '../harness/tiny-log';
import { judge } from '../check/judge';
import { CompiledGraph } from './compile';
import { Encoder } from './encode';
import type { Json, Settings } from '../document/graph';
import { schemaOf } from '../document/schema';
import { addWeights, TrainStep } from './train-step';

onDevice();
const dataset = tinyDataset();
const schema = schemaOf(dataset);

/** Capsules of the item's ids, with a profile MLP upon them, against the items themselves. */
const graph = (capsules: Record<string, Json> = {}, match: Record<string, Json> = {}) =>
  graphOf(
    { items: ['item id', 4], users: ['user id', 3] },
    {
      history: ['history', 'user', { tables: ['items'], length: 6, dropout: 0 }],
      capsules: ['capsules', 'user', { count: 3, width: 4, ...capsules }],
      profile: ['fields', 'user', { tables: ['users'] }],
      flat: ['concat', 'user'],
      mlp: ['interest-mlp', 'user', { widths: [4], residual: false }],
      item: ['fields', 'item', { tables: ['items'] }],
      'item-flat': ['concat', 'item'],
      match: ['label-aware', 'match', match],
      softmax: ['in-batch-softmax', 'objective'],
      apart: ['interests-apart', 'objective', { weight: 0.1 }],
    },
    [
      'history.sequence > capsules.sequence',
      'capsules.interests > mlp.interests',
      'profile.fields > flat.parts',
      'flat.vector > mlp.profile',
      'item.fields > item-flat.parts',
      'mlp.interests > match.interests',
      'item-flat.vector > match.item',
      'match.pairing > softmax.pairing',
      'capsules.interests > apart.interests',
    ],
  );
const settings: Settings = {
  seed: 3,
  batch: 16,
  clipNorm: null,
  tablePrecision: 'float32',
  schedule: { kind: 'constant', warmup: 0 },
  optimizers: [
    { pattern: 'table/*', rule: 'lazy-adam', learningRate: 0.02, weightDecay: 0 },
    { pattern: '*', rule: 'adam', learningRate: 0.02, weightDecay: 0 },
  ],
  stages: [{ terms: ['*'], trainable: ['*'], until: { steps: 4 } }],
};

async function trained(...params: Parameters<typeof graph>) {
  const compiled = new CompiledGraph(judge(graph(...params), schema));
  const weights = new WeightStore();
  addWeights(weights, compiled, settings);
  const step = new TrainStep(compiled, dataset, weights, settings, settings.stages[0]!);
  const batches = createBatches(dataset, {
    batch: settings.batch,
    historyLength: compiled.historyLength,
    seed: settings.seed,
  });
  for (let at = 0; at < 4; at++) step.run(batches.at(at));
  const { rows } = await step.ring.take();
  step.dispose();
  return { compiled, weights, losses: rows.map((row) => [...row]) };
}

/** All users, each with the whole log as its past, or what `keep` leaves of it. */
function rowsOf(compiled: CompiledGraph, keep = (events: number) => events) {
  const users = Uint32Array.from(dataset.users, (_, user) => user);
  const targets = Array.from(users, (user) => ({
    user,
    history: keep(dataset.userStart[user + 1]! - dataset.userStart[user]!),
    historyEvents: null,
  }));
  return {
    users,
    events: dataset.userStart.slice(0, -1),
    history: encodeHistories(dataset, targets, compiled.historyLength),
    windows: [],
  };
}

/** The vectors of these rows. */
async function vectorsOf(compiled: CompiledGraph, weights: WeightStore, keep = (events: number) => events) {
  const encoder = new Encoder(compiled, dataset, weights, dataset.users.length);
  const encoded = encoder.encodeUsers(rowsOf(compiled, keep));
  const [, count, width] = encoded.vectors.shape;
  const [values, active] = await Promise.all([encoded.vectors.data(), encoded.active!.data()]);
  disposeVectors(encoded);
  encoder.dispose();
  return { count, width, values: Float32Array.from(values), active: Float32Array.from(active) };
}

describe('a graph of several interests', () => {
  it('trains: finite losses from the first step on, the same for the same seed (trap 24)', async () => {
    const [once, twice] = [await trained(), await trained()];
    expect(once.losses.flat().every(Number.isFinite)).toBe(true);
    expect(twice.losses).toEqual(once.losses);
    expect(once.losses[3]![0]).not.toBe(once.losses[0]![0]);
    for (const { weights } of [once, twice]) weights.dispose();
  });

  it('scores an item by the best of the user’s active interests, and by no other (trap 9)', async () => {
    const { compiled, weights } = await trained();
    const items = await itemVectors(compiled, dataset, weights);
    const none = await vectorsOf(compiled, weights, () => 0);
    // Without a past a user has one interest, which the profile makes: the others are not zero either.
    expect([...none.active]).toEqual(dataset.users.flatMap(() => [1, 0, 0]));
    expect(none.values.subarray(none.width, 2 * none.width).some((x) => x !== 0)).toBe(true);
    const scores = await servedScores(compiled, dataset, weights);
    dataset.users.forEach((_, user) =>
      items.forEach((item, i) => {
        const own = none.values.subarray(user * 3 * none.width, (user * 3 + 1) * none.width);
        expect(scores[user * items.length + i]).toBeCloseTo(
          item.reduce((sum, x, d) => sum + x * own[d]!, 0),
          4,
        );
      }),
    );
    weights.dispose();
  });

  it('gives the same interests whenever it is asked (trap 8), more of them to users with more events', async () => {
    const { compiled, weights } = await trained();
    const [once, twice] = [await vectorsOf(compiled, weights), await vectorsOf(compiled, weights)];
    expect(twice.values).toEqual(once.values);
    const countOf = (given: { active: Float32Array }, user: number): number =>
      given.active.subarray(user * 3, user * 3 + 3).reduce((a, b) => a + b, 0);
    const few = await vectorsOf(compiled, weights, (events) => Math.min(3, events));
    dataset.users.forEach((_, user) => expect(countOf(few, user)).toBe(1));
    expect(Math.max(...dataset.users.map((_, user) => countOf(once, user)))).toBe(2); // log2 of the six events it reads
    weights.dispose();
  });

  it('publishes the live values of a side alone, where the match has nobody to meet', async () => {
    const { compiled, weights } = await trained();
    const encoder = new Encoder(compiled, dataset, weights, dataset.users.length);
    const published = encoder.userValues(rowsOf(compiled), 'capsules/share');
    const shares = await published.data();
    published.dispose();
    for (const user of dataset.users.keys())
      expect(shares[3 * user]! + shares[3 * user + 1]! + shares[3 * user + 2]!).toBeCloseTo(1, 5);
    encoder.dispose();
    weights.dispose();
  });

  it('of one interest is the same for any number of rounds: the squash of the sum of its mapped events', async () => {
    const one = async (rounds: number) => {
      const { compiled, weights } = await (async () => {
        const given = new CompiledGraph(
          judge(
            graphOf(
              { items: ['item id', 4] },
              {
                history: ['history', 'user', { tables: ['items'], length: 6, dropout: 0 }],
                capsules: ['capsules', 'user', { count: 1, width: 4, rounds }],
                item: ['fields', 'item', { tables: ['items'] }],
                flat: ['concat', 'item'],
                match: ['label-aware', 'match', { score: 'inner', temperature: 1 }],
                softmax: ['in-batch-softmax', 'objective'],
              },
              [
                'history.sequence > capsules.sequence',
                'capsules.interests > match.interests',
                'item.fields > flat.parts',
                'flat.vector > match.item',
                'match.pairing > softmax.pairing',
              ],
            ),
            schema,
          ),
        );
        const store = new WeightStore();
        addWeights(store, given, settings);
        return { compiled: given, weights: store };
      })();
      const { values } = await vectorsOf(compiled, weights);
      const table = await weights.read('table/items');
      weights.dispose();
      return { values, table };
    };
    const [short, long] = [await one(1), await one(7)];
    expect(long.values).toEqual(short.values);
    // The map begins as the identity.
    dataset.users.forEach((_, user) => {
      const events = Array.from(
        dataset.events.item.subarray(dataset.userStart[user], dataset.userStart[user + 1]),
      ).slice(-6);
      const z = [0, 1, 2, 3].map((d) => events.reduce((sum, item) => sum + short.table[(item + 2) * 4 + d]!, 0));
      const length = Math.hypot(...z);
      z.forEach((x, d) => expect(short.values[user * 4 + d]).toBeCloseTo((x * length) / (1 + length ** 2), 5));
    });
  });
});
