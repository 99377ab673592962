/** The trained weights are those of plain tfjs on the CPU, and a recorded step is the step itself. */
import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Batch, Batches } from '../data/batches';
import { SAME_USER } from '../data/accidental-hits';
import { createBatches } from '../data/batches';
import { MISSING, UNKNOWN } from '../data/dataset';
import type { Dataset } from '../data/dataset';
import { hitMatrix, packHits } from '../engine/kernels/in-batch-softmax/hits';
import type { Rule } from '../engine/optimizers/rules';
import { WeightStore } from '../engine/optimizers/weights';
import { Plan } from '../engine/plan';
import { kernelsIn, numbers, onDevice, relativeError, unsound } from '../engine/testing';
import { CompiledGraph } from './compile';
import { Encoder } from './encode';
import type { Settings, TowerGraph } from './graph';
import { schemaOf } from './schema';
import { HISTORY, NEVER, smallDataset, smallGraph, smallSettings } from './testing';
import { addWeights, TrainStep } from './train-step';

// The first step of each shape compiles its kernels.
vi.setConfig({ testTimeout: 180_000 });
onDevice();
afterEach(() => {
  vi.restoreAllMocks();
  return tf.setBackend('webgpu');
});

const dataset = smallDataset();
const batchesOf = ({ batch, seed }: Settings): Batches =>
  createBatches(dataset, { batch, historyLength: HISTORY, seed });
const [stage] = smallSettings().stages;

type Weights = Map<string, Float32Array>;

/** A model on the backend of the moment, with the step that trains it. */
function open(graph: TowerGraph, settings: Settings, data: Dataset = dataset) {
  const compiled = new CompiledGraph(graph, schemaOf(data));
  const store = new WeightStore();
  addWeights(store, compiled, settings);
  const step = new TrainStep(compiled, data, store, settings, stage!);
  return {
    store,
    step,
    compiled,
    shapes: new Map(store.paths.map((path) => [path, store.shape(path)])),
    weights: async (): Promise<Weights> =>
      new Map(await Promise.all(store.paths.map(async (path) => [path, await store.read(path)] as const))),
    moments: async () =>
      new Map(
        await Promise.all(store.paths.map(async (path) => [path, (await store.readMoments(path)) ?? []] as const)),
      ),
    losses: async (): Promise<number[]> => (await step.ring.take()).rows.map(([loss]) => loss ?? Number.NaN),
    close() {
      step.dispose();
      store.dispose();
    },
  };
}

async function train(
  graph: TowerGraph,
  settings: Settings,
  batches: readonly Batch[],
): Promise<{ losses: number[]; weights: Weights }> {
  const model = open(graph, settings);
  for (const batch of batches) model.step.run(batch);
  const trained = { losses: await model.losses(), weights: await model.weights() };
  model.close();
  return trained;
}
const firstBatches = (settings: Settings, count: number): Batch[] =>
  Array.from({ length: count }, (_, step) => batchesOf(settings).at(step));

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
  const { start, column, kind } = batch.hits;
  const blocked = tf.maximum(
    tf.tensor2d(hitMatrix(packHits(start, column, kind), size, size, 3), [size, size]),
    tf.sub(1, tf.tensor1d(batch.realColumn)),
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

describe('a recorded step', () => {
  const settings = smallSettings({ clipNorm: 0.5, schedule: { kind: 'cosine', warmup: 2, steps: 8, floor: 0.1 } });
  const graph = smallGraph({ by: 'learnt', dropout: 0.3, learnTemperature: true });

  it('replayed is the step itself, run anew, on three batches that differ: losses, weights and moments to the bit', async () => {
    const batches = firstBatches(settings, 4);
    expect(new Set(batches.map(({ items }) => items.join())).size).toBe(4);
    const recorded = open(graph, settings);
    recorded.step.run(batches[0]!);
    await recorded.losses();
    for (const batch of batches.slice(1)) {
      const eager = open(graph, settings);
      for (const [path, values] of await recorded.weights()) eager.store.write(path, values);
      for (const [path, parts] of await recorded.moments()) eager.store.writeMoments(path, parts);
      eager.step.run(batch); // the first of its plan: executed, not replayed
      recorded.step.run(batch);
      expect(await recorded.losses()).toEqual(await eager.losses());
      expect(await recorded.weights()).toEqual(await eager.weights());
      expect(await recorded.moments()).toEqual(await eager.moments());
      eager.close();
    }
    recorded.close();
  });

  it('is recorded anew for another batch size, graph or parameter, and replayed after that: each time the losses and weights of the plain loops', async () => {
    const base = smallGraph();
    const variants: [string, TowerGraph, Settings][] = [
      ['first', base, smallSettings()],
      ['a larger batch', base, smallSettings({ batch: 24 })],
      ['one more layer', smallGraph({ deeper: true }), smallSettings()],
      ['another temperature', smallGraph({ temperature: 0.5 }), smallSettings()],
      ['another pooling', smallGraph({ by: 'recency' }), smallSettings()],
      [
        'other rules',
        base,
        smallSettings({
          optimizers: [
            { pattern: 'table/*', rule: 'row-adagrad', learningRate: 0.1, weightDecay: 0.01 },
            { pattern: '*', rule: 'sgd', learningRate: 0.1, weightDecay: 0 },
          ],
        }),
      ],
      ['with clipping, dropout and a schedule', graph, settings],
      ['first again', base, smallSettings()],
    ];
    const [recorded, replayed] = [vi.spyOn(Plan, 'record'), vi.spyOn(Plan.prototype, 'replay')];
    const all: Awaited<ReturnType<typeof train>>[] = [];
    for (const [name, own, set] of variants) {
      // The longest list of accidental hits comes first: none after it needs another recording.
      const batches = firstBatches(set, 4).sort((a, b) => b.hits.column.length - a.hits.column.length);
      recorded.mockClear();
      replayed.mockClear();
      const trained = await train(own, set, batches);
      expect([recorded.mock.calls.length, replayed.mock.calls.length], name).toEqual([1, 3]);
      await tf.setBackend('cpu');
      const plain = await train(own, set, batches);
      await tf.setBackend('webgpu');
      expect(relativeError(trained.losses, plain.losses), name).toBeLessThan(1e-5);
      for (const [path, values] of plain.weights)
        expect(relativeError(trained.weights.get(path)!, values), `${name}: ${path}`).toBeLessThan(1e-4);
      all.push(trained);
    }
    expect(all.at(-1)).toEqual(all[0]);
    // Each change has a say.
    expect(new Set(all.map(({ losses }) => losses.join())).size).toBe(variants.length - 1);
  });

  it('is recorded anew where a batch has more accidental hits than any before, and replayed with fewer', async () => {
    const [first, second, third, fourth] = firstBatches(settings, 4) as [Batch, Batch, Batch, Batch];
    const none = (batch: Batch): Batch => ({
      ...batch,
      hits: { start: new Uint32Array(batch.size + 1), column: new Uint32Array(0), kind: new Uint8Array(0) },
    });
    // Every other real column: more than the list holds at first.
    const all = (batch: Batch): Batch => {
      const { size, real } = batch;
      const start = Uint32Array.from({ length: size + 1 }, (_, row) => Math.min(row, real) * (real - 1));
      const column = Uint32Array.from(
        { length: real * (real - 1) },
        (_, at) => (at % (real - 1)) + (at % (real - 1) >= Math.floor(at / (real - 1)) ? 1 : 0),
      );
      return { ...batch, hits: { start, column, kind: new Uint8Array(column.length).fill(SAME_USER) } };
    };
    const batches = [none(first), none(second), all(third), fourth];
    const recorded = vi.spyOn(Plan, 'record');
    const trained = await train(graph, settings, batches);
    expect(recorded).toHaveBeenCalledTimes(2);
    await tf.setBackend('cpu');
    const plain = await train(graph, settings, batches);
    trained.losses.forEach((loss, i) => expect(loss, `step ${i}`).toBeCloseTo(plain.losses[i]!, 4));
    for (const [path, values] of plain.weights)
      expect(relativeError(trained.weights.get(path)!, values), path).toBeLessThan(1e-4);
  });
});

it('a whole step and the towers apart run no kernel of tfjs that is unsound on WebGPU, and give none ids', async () => {
  const settings = smallSettings({ clipNorm: 0.5 });
  const model = open(smallGraph({ by: 'learnt', dropout: 0.3, learnTemperature: true }), settings);
  const encoder = new Encoder(model.compiled, dataset, model.store);
  const [batch] = firstBatches(settings, 1) as [Batch];
  const names = await kernelsIn(async () => {
    model.step.run(batch);
    const { vectors } = encoder.encodeUsers(batch);
    await vectors.data();
    vectors.dispose();
    encoder.encodeItems().dispose();
  });
  expect(names.size).toBeGreaterThan(3);
  expect(unsound(names)).toEqual([]);
  encoder.dispose();
  model.close();
});

describe('padding', () => {
  it('of a batch contributes nothing: it trains as the same batch without its padding', async () => {
    const batches = firstBatches(smallSettings(), 4);
    const [{ real, size }] = batches as [Batch];
    expect(batches.every((batch) => batch.real === real && real < size)).toBe(true);
    const cut = batches.map((batch): Batch => {
      const { users, items, events, logQ, weight, realColumn, hits, history } = batch;
      const first = <T extends Uint32Array | Float32Array>(all: T, length = 1): T =>
        all.subarray(0, real * length) as T;
      return {
        ...batch,
        size: real,
        users: first(users),
        items: first(items),
        events: first(events),
        logQ: first(logQ),
        weight: first(weight),
        realColumn: first(realColumn),
        hits: { ...hits, start: hits.start.subarray(0, real + 1) },
        history: {
          rows: real,
          length: HISTORY,
          owners: first(history.owners, HISTORY),
          mask: first(history.mask, HISTORY),
          ageDays: first(history.ageDays, HISTORY),
          counts: first(history.counts),
        },
      };
    });
    const trained = await train(smallGraph(), smallSettings(), batches);
    await tf.setBackend('cpu');
    const plain = await train(smallGraph(), smallSettings({ batch: real }), cut);
    expect(relativeError(trained.losses, plain.losses)).toBeLessThan(1e-5);
    for (const [path, values] of plain.weights)
      expect(relativeError(trained.weights.get(path)!, values), path).toBeLessThan(1e-4);
  });

  it.each<Rule>(['lazy-adam', 'adam', 'row-adagrad', 'sgd'])(
    'of a bag or a history contributes nothing under %s: a row that nothing else names stays as it was, whatever id stands there',
    async (rule) => {
      const settings = smallSettings({
        optimizers: [
          { pattern: 'table/*', rule, learningRate: 0.05, weightDecay: 0 },
          { pattern: '*', rule: 'adam', learningRate: 0.02, weightDecay: 0 },
        ],
      });
      const batches = firstBatches(settings, 3);
      expect(batches.some(({ history: { mask } }) => mask.includes(0))).toBe(true);
      const model = open(smallGraph(), settings);
      const fresh = await model.weights();
      for (const batch of batches) model.step.run(batch);
      const [losses, weights, moments] = [await model.losses(), await model.weights(), await model.moments()];
      model.close();
      for (const [path, rows] of [
        ['table/genres', [MISSING, UNKNOWN, NEVER]],
        ['table/items', [MISSING, UNKNOWN]],
        ['table/users', [MISSING, UNKNOWN]],
      ] as const) {
        const [count = 0, width = 0] = model.shapes.get(path)!;
        for (const row of rows) {
          expect(weights.get(path)!.subarray(row * width, (row + 1) * width), `${path} ${row}`).toEqual(
            fresh.get(path)!.subarray(row * width, (row + 1) * width),
          );
          for (const part of moments.get(path)!) {
            const own = part.length / count;
            expect(
              [...part.subarray(row * own, (row + 1) * own)].every((x) => x === 0),
              `moments of ${path} ${row}`,
            ).toBe(true);
          }
        }
        expect(weights.get(path)).not.toEqual(fresh.get(path));
      }
      // Other ids where nothing is read: ones that the first batch reads and the others do not, so that they have
      // moments which would move them.
      const leftAlone = (readOf: (batch: Batch) => readonly number[]): number => {
        const [first, ...others] = batches.map((batch) => new Set(readOf(batch))) as [Set<number>, ...Set<number>[]];
        return [...first].find((id) => others.every((read) => !read.has(id))) ?? expect.fail('all are read again');
      };
      const other = leftAlone(({ items, history }) => [
        ...items,
        ...history.owners.filter((_, at) => history.mask[at] === 1),
      ]);
      const fields = dataset.fields.map((field) => {
        const { length, ids, weights: own } = field;
        if (!own) return field;
        const id = leftAlone(({ items }) =>
          Array.from(items).flatMap((item) =>
            [...ids.subarray(item * length, (item + 1) * length)].filter((_, slot) => own[item * length + slot] !== 0),
          ),
        );
        return { ...field, ids: ids.map((read, at) => (own[at] === 0 ? id : read)) };
      });
      const again = open(smallGraph(), settings, { ...dataset, fields });
      for (const { history, ...batch } of batches)
        again.step.run({
          ...batch,
          history: { ...history, owners: history.owners.map((item, at) => (history.mask[at] === 0 ? other : item)) },
        });
      expect(await again.losses()).toEqual(losses);
      expect(await again.weights()).toEqual(weights);
      expect(await again.moments()).toEqual(moments);
      again.close();
    },
  );
});

describe('divergence', () => {
  it('shows in the loss of the next step, whichever weight is no number', async () => {
    const settings = smallSettings();
    const [batch] = firstBatches(settings, 1);
    const model = open(smallGraph({ by: 'learnt', learnTemperature: true }), settings);
    const fresh = await model.weights();
    const hidden: string[] = [];
    for (const [path, values] of fresh) {
      for (const [other, own] of fresh) model.store.write(other, own);
      // The first number of a weight, or of every row of a table: some of them are read.
      const every = path.startsWith('table/') ? model.store.shape(path)[1]! : values.length;
      model.store.write(
        path,
        values.map((x, at) => (at % every === 0 ? Number.NaN : x)),
      );
      model.step.run(batch!);
      const [loss] = await model.losses();
      if (Number.isFinite(loss)) hidden.push(`${path}: ${loss}`);
    }
    expect(hidden).toEqual([]);
    model.close();
  });
});
