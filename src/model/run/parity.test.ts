/** The trained weights are those of plain tfjs on the CPU. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Batch } from '../../data/batches';
import { numbers, onDevice, relativeError } from '../../engine/testing';
import * as tf from '../../engine/tf';
import { HISTORY, smallGraph, smallSettings } from '../harness/small-graph';
import { dataset, firstBatches, open, type Weights } from '../harness/small-model';

onDevice();
afterEach(() => tf.setBackend('webgpu'));

const { events, split } = dataset;
const taken = new Set(Array.from(split.train, (e) => `${events.user[e]} ${events.item[e]}`));

/** `smallGraph()` in nothing but operations of tfjs, over variables by the same paths. */
function plainLoss(of: (path: string) => tf.Tensor2D, batch: Batch): tf.Scalar {
  const {
    size,
    history: { owners, mask },
  } = batch;
  const field = (name: string) => dataset.fields.find((one) => one.name === name) ?? expect.fail(name);
  const rowsOf = (name: string, owners: Uint32Array) =>
    tf.tensor1d(
      Int32Array.from(owners, (owner) => field(name).ids[owner]!),
      'int32',
    );
  const single = (table: string, name: string, owners: Uint32Array) =>
    tf.gather(of(table), rowsOf(name, owners)) as tf.Tensor2D;
  const genres = field('genres');
  const slots = (values: ArrayLike<number>) =>
    Array.from(batch.items).flatMap((item) =>
      Array.from({ length: genres.length }, (_, j) => values[item * genres.length + j]!),
    );
  const genreRows = tf.tensor2d(slots(genres.ids), [size, genres.length], 'int32');
  const bag = tf.sum(
    tf.mul(tf.gather(of('table/genres'), genreRows), tf.tensor3d(slots(genres.weights!), [size, genres.length, 1])),
    1,
  ) as tf.Tensor2D;
  const events = tf.tensor2d(mask, [size, HISTORY]);
  const past = tf.reshape(single('table/items', 'item id', owners), [size, HISTORY, 4]); // [B, T, D]
  const pooled = tf.div(
    tf.sum(tf.mul(past, tf.expandDims(events, 2)), 1),
    tf.maximum(tf.sum(events, 1, true), 1),
  ) as tf.Tensor2D;
  const tower = (side: 'user' | 'item', parts: readonly tf.Tensor2D[]) => {
    const layer = (x: tf.Tensor2D, n: number) =>
      tf.add(
        tf.matMul(x, of(`${side}/${side}-mlp/layer${n}/kernel`)),
        of(`${side}/${side}-mlp/layer${n}/bias`),
      ) as tf.Tensor2D;
    const y = layer(tf.tanh(layer(tf.concat2d([...parts], 1), 1)), 2);
    return tf.div(y, tf.sqrt(tf.sum(tf.square(y), 1, true))) as tf.Tensor2D;
  };
  const user = tower('user', [
    single('table/users', 'user id', batch.users),
    single('table/groups', 'group', batch.users),
    pooled,
  ]);
  const item = tower('item', [single('table/items', 'item id', batch.items), bag]);
  const blocked = tf.tensor2d(
    Array.from(batch.users, (user, row) =>
      Array.from(batch.items, (item, column) =>
        batch.realColumn[column] === 0 || (column !== row && taken.has(`${user} ${item}`)) ? 1 : 0,
      ),
    ),
  );
  const logits = tf.sub(
    tf.sub(tf.div(tf.matMul(user, item, false, true), 0.2), tf.tensor1d(batch.logQ)),
    tf.mul(blocked, 1e9),
  ) as tf.Tensor2D;
  const own = tf.sub(tf.div(tf.sum(tf.mul(user, item), 1), 0.2), tf.tensor1d(batch.logQ));
  const weight = tf.tensor1d(batch.weight);
  return tf.div(tf.sum(tf.mul(weight, tf.sub(tf.logSumExp(logits, 1), own))), tf.sum(weight)) as tf.Scalar;
}

/** Trains it on tfjs's CPU backend, with tfjs's gradients and its optimizers, from the given weights. */
async function trainPlain(
  rule: 'sgd' | 'adam',
  learningRate: number,
  { weights, shapes }: { weights: Weights; shapes: ReadonlyMap<string, readonly number[]> },
  batches: readonly Batch[],
): Promise<{ losses: number[]; weights: Weights }> {
  await tf.setBackend('cpu');
  const variables = new Map(
    [...weights].map(([path, values]) => [path, tf.variable(tf.tensor(values, [...shapes.get(path)!]))]),
  );
  const optimizer = rule === 'sgd' ? tf.train.sgd(learningRate) : tf.train.adam(learningRate, 0.9, 0.999, 1e-8);
  const losses = batches.map((batch) =>
    tf.tidy(() =>
      optimizer.minimize(() => plainLoss((path) => variables.get(path) as tf.Tensor as tf.Tensor2D, batch), true, [
        ...variables.values(),
      ])!,
    ),
  );
  const trained = {
    losses: await Promise.all(losses.map(async (loss) => (await loss.data())[0]!)),
    weights: new Map(
      await Promise.all(
        [...variables].map(async ([path, variable]) => [path, Float32Array.from(await variable.data())] as const),
      ),
    ),
  };
  tf.dispose([losses, [...variables.values()]]);
  optimizer.dispose();
  await tf.setBackend('webgpu');
  return trained;
}

describe('the engine against tfjs on the CPU', () => {
  it.each([
    ['sgd', 0.1, 1, 1e-5],
    ['sgd', 0.1, 100, 1e-5],
    ['adam', 0.003, 1, 1e-4],
    ['adam', 0.003, 100, 1e-4],
  ] as const)(
    'under %s at rate %f has its losses and weights after %i steps, to %f',
    async (rule, learningRate, steps, tolerance) => {
      const settings = smallSettings({ optimizers: [{ pattern: '*', rule, learningRate, weightDecay: 0 }] });
      const batches = firstBatches(settings, steps);
      const model = open(smallGraph(), settings);
      // Biases begin at 0: what is left of theirs after a step would be nothing but rounded gradient.
      for (const [path, [size = 0]] of model.shapes)
        if (path.endsWith('bias'))
          model.store.write(
            path,
            numbers(size, path.length).map((x) => 0.1 * x),
          );
      const fresh = { weights: await model.weights(), shapes: model.shapes };
      const plain = await trainPlain(rule, learningRate, fresh, batches);
      for (const batch of batches) model.step.run(batch);
      expect(relativeError(await model.losses(), plain.losses)).toBeLessThan(tolerance);
      const own = await model.weights();
      for (const [path, values] of plain.weights)
        expect(relativeError(own.get(path)!, values), path).toBeLessThan(tolerance);
      model.close();
    },
  );
});
