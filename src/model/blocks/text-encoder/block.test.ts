import { describe, expect, it } from 'vitest';
import { createBatches } from '../../../data/batches';
import { FIRST_VALUE } from '../../../data/dataset';
import { WeightStore } from '../../../engine/optimizers/weights';
import { dispatches } from '../../../engine/run-kernel';
import { lowerBinding, numbers, onDevice, relativeError } from '../../../engine/testing';
import * as tf from '../../../engine/tf';
import { judge } from '../../check/judge';
import { CompiledGraph } from '../../run/compile';
import type { Json, Settings } from '../../document/graph';
import { withDefaults } from '../../document/params';
import { schemaOf } from '../../document/schema';
import { addWeights, TrainStep } from '../../run/train-step';
import { harnessContext } from '../../harness/context';
import { graphOf, itemVectors, tinyDataset, withTitles } from '../../harness/tiny-log';
import encoder from './block';
import forward from './forward';

onDevice();

const WIDTH = 8;
type Params = ReturnType<typeof withDefaults<typeof encoder.params>>;
const paramsOf = (params: Record<string, Json> = {}): Params => withDefaults(encoder.params, params);
const tokensOf = (length: number) => ({ kind: 'tokens', name: 'title', length, width: WIDTH }) as const;
const weightsOf = (length: number, params: Params) =>
  Object.fromEntries(
    Object.entries(encoder.weights({ tokens: tokensOf(length) }, params)).map(([name, { shape }]) => [
      name,
      tf.tensor(
        numbers(
          shape.reduce((a, b) => a * b, 1),
          name.length + 3,
        ).map((x) => 0.7 * x),
        [...shape],
      ),
    ]),
  );
const ofToken = (token: number): number[] => [...numbers(WIDTH, 100 + token)];

/** Vectors of texts, given as token numbers; what stands behind them is `filler`. */
function encoded(
  texts: readonly (readonly number[])[],
  {
    length,
    filler = 0,
    params = paramsOf(),
    weights = weightsOf(length, params),
  }: { length: number; filler?: number; params?: Params; weights?: Record<string, tf.Tensor> },
): tf.Tensor2D {
  const values = tf.tensor3d(
    texts.map((text) =>
      Array.from({ length }, (_, t) => (t < text.length ? ofToken(text[t]!) : Array<number>(WIDTH).fill(filler))),
    ),
  );
  const mask = tf.tensor2d(texts.map((text) => Array.from({ length }, (_, t) => (t < text.length ? 1 : 0))));
  return forward(
    { tokens: { type: tokensOf(length), values, mask } },
    weights,
    params,
    harnessContext({ training: false }),
  ).vector.values;
}
const rows = async (x: tf.Tensor2D): Promise<number[][]> => x.array();

describe('text encoder', () => {
  it('is as wide as its table, and says which numbers of heads fit', () => {
    const infer = (heads: number, width: number) =>
      encoder.infer({ tokens: { ...tokensOf(4), width } }, paramsOf({ heads }), { table: () => undefined });
    expect(infer(4, 12)).toEqual({ vector: { kind: 'vector', width: 12, parts: [{ name: 'title', width: 12 }] } });
    expect(infer(5, 12)).toEqual({
      code: 'bad-param',
      field: 'heads',
      values: { param: 'heads', got: 5, allowed: '1, 2, 3, 4, 6, 12' },
    });
  });

  it.each(['mean', 'first'])('by its %s: padding changes nothing, neither its numbers nor its length', async (pool) => {
    const params = paramsOf({ pool });
    const [long, short] = [weightsOf(9, params), weightsOf(5, params)];
    const weights = { ...long, position: tf.slice(long['position']!, 0, 5) };
    expect(Object.keys(short)).toEqual(Object.keys(weights));
    const texts = [[1, 2, 3], [4], [5, 6, 7, 8, 9], []];
    const expected = (await rows(encoded(texts, { length: 9, params, weights: long }))).flat();
    expect(
      relativeError((await rows(encoded(texts, { length: 9, filler: 50, params, weights: long }))).flat(), expected),
    ).toBeLessThan(1e-6);
    expect(relativeError((await rows(encoded(texts, { length: 5, params, weights }))).flat(), expected)).toBeLessThan(
      1e-6,
    );
  });

  it.each(['mean', 'first'])(
    'by its %s: the order of words counts, and a row knows nothing of the others',
    async (pool) => {
      const params = paramsOf({ pool });
      const [forth, back, other] = await rows(
        encoded(
          [
            [1, 2, 3],
            [1, 3, 2],
            [4, 5],
          ],
          { length: 4, params },
        ),
      );
      expect(relativeError(back!, forth!)).toBeGreaterThan(0.01);
      expect((await rows(encoded([[7, 8], [9], [4, 5]], { length: 4, params })))[2]).toEqual(other);
    },
  );

  it('gives zero for a row without a token, and finite gradients', async () => {
    for (const pool of ['mean', 'first']) {
      const params = paramsOf({ pool });
      expect((await rows(encoded([[], [1]], { length: 4, params })))[0]).toEqual(Array(WIDTH).fill(0));
      const weights = weightsOf(4, params);
      const names = Object.keys(weights);
      const grads = tf.grads((...given: tf.Tensor[]) =>
        tf.sum(
          tf.square(
            encoded([[], [1, 2]], {
              length: 4,
              params,
              weights: Object.fromEntries(names.map((name, i) => [name, given[i]!])),
            }),
          ),
        ),
      )(Object.values(weights));
      for (const grad of grads) expect((await grad.data()).every(Number.isFinite)).toBe(true);
    }
  });
});

const TITLES = ['red fox', 'fox red', '', 'blue fox blue fox red', 'lonely', 'red lonely', 'lonely red'];
const dataset = withTitles(tinyDataset(), TITLES);
const titles = dataset.fields.find(({ kind }) => kind === 'tokens')!;
const graph = (item: 'encoder' | 'trigrams') =>
  graphOf(
    { users: ['user id', WIDTH], titles: [item === 'encoder' ? 'title tokens' : 'title trigrams', WIDTH] },
    {
      user: ['fields', 'user', { tables: ['users'] }],
      'user-flat': ['concat', 'user'],
      ...(item === 'encoder'
        ? {
            text: ['text-tokens', 'item', { tables: ['titles'], length: 4 }] as const,
            title: ['text-encoder', 'item', { heads: 2, dropout: 0.1 }] as const,
          }
        : { title: ['text-trigrams', 'item', { tables: ['titles'] }] as const }),
      match: ['match', 'match', { score: 'inner' }],
      softmax: ['in-batch-softmax', 'objective'],
    },
    [
      'user.fields > user-flat.parts',
      'user-flat.vector > match.user',
      ...(item === 'encoder' ? ['text.tokens > title.tokens'] : []),
      'title.vector > match.item',
      'match.pairing > softmax.pairing',
    ],
  );
const settings: Settings = {
  seed: 5,
  batch: 16,
  clipNorm: null,
  tablePrecision: 'float32',
  schedule: { kind: 'constant', warmup: 0 },
  stages: [],
  optimizers: [{ pattern: '*', rule: 'sgd', learningRate: 0.1, weightDecay: 0 }],
};

/**
 * Trains on the backend of the moment and reads everything; the second step and those after it are replayed on a
 * device.
 */
async function trained(item: 'encoder' | 'trigrams', steps = 3, data = dataset) {
  const compiled = new CompiledGraph(judge(graph(item), schemaOf(data)));
  const store = new WeightStore();
  addWeights(store, compiled, settings);
  const step = new TrainStep(compiled, data, store, settings, { terms: ['*'], trainable: ['*'], until: { steps } });
  const batches = createBatches(data, { batch: settings.batch, historyLength: 0, seed: 1 });
  const before = dispatches.count;
  step.run(batches.at(0));
  const count = dispatches.count - before;
  for (let at = 1; at < steps; at++) step.run(batches.at(at));
  const losses = (await step.ring.take()).rows.map(([loss]) => loss!);
  const vectors = await (tf.getBackend() === 'webgpu' ? itemVectors(compiled, data, store) : []);
  const weights = new Map(await Promise.all(store.paths.map(async (path) => [path, await store.read(path)] as const)));
  const pieces = store.places('table/titles').length;
  step.dispose();
  store.dispose();
  return { count, losses, vectors, weights, pieces };
}

describe('in a tower', () => {
  it('knows order, and the place of a word it does not know; a text that is missing has a vector of its own', async () => {
    expect(titles.vocabulary).toEqual(['red', 'fox', 'lonely', 'blue']);
    const { vectors } = await trained('encoder', 1);
    expect(new Set(vectors.slice(0, TITLES.length).map((vector) => vector.map((x) => x.toFixed(4)).join())).size).toBe(
      TITLES.length,
    );
    expect(vectors[TITLES.length]).toEqual(vectors[0]);
    expect(vectors.flat().every(Number.isFinite)).toBe(true);
  });

  it('is trained as plain tfjs trains it', async () => {
    const fused = await trained('encoder');
    await tf.setBackend('cpu');
    const plain = await trained('encoder');
    await tf.setBackend('webgpu');
    expect(relativeError(fused.losses, plain.losses)).toBeLessThan(1e-5);
    for (const [path, values] of plain.weights)
      expect(relativeError(fused.weights.get(path)!, values), path).toBeLessThan(1e-4);
  });

  it('has the same bits where its table lies in pieces', async () => {
    // Far more rows than anything else has numbers, and the last ones in use.
    const rows = 8000;
    const field = { ...titles, rows, ids: titles.ids.map((id) => (id < FIRST_VALUE ? id : rows - id)) };
    const data = { ...dataset, fields: dataset.fields.map((known) => (known === titles ? field : known)) };
    const whole = await trained('encoder', 3, data);
    const restore = lowerBinding(rows * WIDTH * 4 - 4);
    const apart = await trained('encoder', 3, data);
    restore();
    expect([whole.pieces, apart.pieces]).toEqual([1, 2]);
    expect(apart.losses).toEqual(whole.losses);
    expect(apart.weights).toEqual(whole.weights);
    expect(apart.vectors).toEqual(whole.vectors);
  });

  it('costs two layers, forward, backward and update, 59 dispatches, one of which finds the tokens', async () => {
    const [whole, bag] = [await trained('encoder', 1), await trained('trigrams', 1)];
    // A bag is its lookup and the update of its rows: two, which the encoder has as well.
    expect(whole.count - bag.count + 2).toBe(59);
  });
});
