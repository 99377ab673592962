/** Dead units of networks made by hand: which units fire for which rows is known. */
import { afterEach, describe, expect, it } from 'vitest';
import { encodeHistories } from '../../data/history';
import { disposeVectors } from '../../engine/kernels/retrieval/retrieval';
import { WeightStore } from '../../engine/optimizers/weights';
import { onDevice } from '../../engine/testing';
import { judge } from '../check/judge';
import type { Json } from '../document/graph';
import { schemaOf } from '../document/schema';
import { smallSettings } from '../harness/small-graph';
import { graphOf, tinyDataset } from '../harness/tiny-log';
import { CompiledGraph } from './compile';
import { DeadUnits } from './dead-units';
import { Encoder } from './encode';
import { addWeights } from './train-step';

onDevice();
const dataset = tinyDataset();

/** An id of one number for each user, and layers of ReLUs upon it. */
const towers = (mlp: Record<string, Json>) =>
  graphOf(
    { users: ['user id', 1], items: ['item id', 4] },
    {
      user: ['fields', 'user', { tables: ['users'] }],
      'user-flat': ['concat', 'user'],
      mlp: ['mlp', 'user', mlp],
      item: ['fields', 'item', { tables: ['items'] }],
      gate: ['senet', 'item', { gate: '2sigmoid', reduction: 1 }],
      'item-flat': ['concat', 'item'],
      match: ['match', 'match'],
      softmax: ['in-batch-softmax', 'objective'],
    },
    [
      'user.fields > user-flat.parts',
      'user-flat.vector > mlp.vector',
      'item.fields > gate.fields',
      'gate.fields > item-flat.parts',
      'mlp.vector > match.user',
      'item-flat.vector > match.item',
      'match.pairing > softmax.pairing',
    ],
  );

const opened: { dispose(): void }[] = [];
afterEach(() => opened.splice(0).forEach((one) => one.dispose()));

/** The shares of a sample. @param weights by path */
async function sharesOf(mlp: Record<string, Json>, weights: Record<string, readonly number[]>, users: number) {
  const compiled = new CompiledGraph(judge(towers(mlp), schemaOf(dataset)));
  const store = new WeightStore();
  addWeights(store, compiled, smallSettings());
  for (const [path, numbers] of Object.entries(weights)) store.write(path, Float32Array.from(numbers));
  const encoder = new Encoder(compiled, dataset, store, 16);
  const dead = new DeadUnits();
  opened.push(encoder, store, dead);
  const rows = Uint32Array.from({ length: users }, (_, user) => user);
  const history = encodeHistories(dataset, [], 0);
  disposeVectors(encoder.encodeUsers({ users: rows, events: rows, history, windows: [] }, dead));
  encoder.encodeSomeItems(Uint32Array.of(0, 1), dead).dispose();
  return dead.shares();
}

/** Of user n the row is n + 2; only user 5 has a number above zero, and what stands in padding. */
const ids = Array.from({ length: dataset.users.length + 2 }, (_, row) => (row < 2 || row === 5 + 2 ? 1 : -1));
/** The first unit is the number of the user, the second never fires, the others always do. */
const first = {
  'table/users': ids,
  'user/mlp/layer1/kernel': [1, 0, 0, 0],
  'user/mlp/layer1/bias': [0, -0.5, 0.5, 0.5],
};

describe('dead units', () => {
  it('are those that no row of the sample gets above zero, padding left out', async () => {
    const mlp = { widths: [4, 4], activation: 'relu', lastLinear: true };
    expect((await sharesOf(mlp, first, 5)).get('mlp')).toBe(2 / 4);
    expect((await sharesOf(mlp, first, 6)).get('mlp')).toBe(1 / 4);
  });

  it('are counted over all ReLUs of a node, a rectified last layer too, and of no other activation', async () => {
    const weights = {
      ...first,
      'user/mlp/layer2/kernel': Array<number>(16).fill(0),
      'user/mlp/layer2/bias': [-1, 0, -1, 1],
    };
    const mlp = { widths: [4, 4], activation: 'relu', lastLinear: false };
    expect((await sharesOf(mlp, weights, 6)).get('mlp')).toBe((1 + 3) / 8);
    const others = await sharesOf({ ...mlp, activation: 'tanh' }, weights, 6);
    // The gate's one hidden unit begins open.
    expect([...others]).toEqual([['gate', 0]]);
  });
});
