import { describe, expect, it } from 'vitest';
import { createBatches } from '../../../data/batches';
import { WeightStore } from '../../../engine/optimizers/weights';
import { numbers, onDevice, relativeError } from '../../../engine/testing';
import * as tf from '../../../engine/tf';
import { judge } from '../../check/judge';
import { CompiledGraph } from '../../run/compile';
import { Encoder } from '../../run/encode';
import type { Settings } from '../../document/graph';
import { withDefaults, type ParamValues } from '../../document/params';
import type { Part } from '../../document/ports';
import { schemaOf } from '../../document/schema';
import { composeCases } from '../../torch/compose';
import { unpack, type Packed } from '../../torch/packed';
import { findTorch, runPython } from '../../torch/run-python';
import { addWeights, TrainStep } from '../../run/train-step';
import { harnessContext } from '../../harness/context';
import { runCase } from '../../harness/run-case';
import { createCase } from '../../harness/block-case';
import { packedCase } from '../../harness/twin-case';
import { graphOf, servedScores, tinyDataset } from '../../harness/tiny-log';
import match from './block';
import forward from './forward';

onDevice();
type Params = ParamValues<typeof match.params>;
const vector = (...parts: readonly (readonly [name: string, width: number])[]) =>
  ({
    kind: 'vector',
    width: parts.reduce((sum, [, width]) => sum + width, 0),
    parts: parts.map(([name, width]): Part => ({ name, width })),
  }) as const;
const ab = vector(['a', 2], ['b', 1]);
const ba = vector(['b', 1], ['a', 2]);
const none = { table: () => undefined };

const run = (
  types: { user: typeof ab; item: typeof ab },
  user: number[][],
  item: number[][],
  coefficients: number[],
  params: Partial<Params>,
  probed?: (name: string, x: tf.Tensor) => void,
) =>
  forward(
    { user: { type: types.user, values: tf.tensor2d(user) }, item: { type: types.item, values: tf.tensor2d(item) } },
    { coefficients: tf.tensor1d(coefficients) },
    withDefaults(match.params, { score: 'inner', temperature: 1, ...params }),
    harnessContext({ training: true, probed }),
  ).pairing;

describe('a match with coefficients', () => {
  it('weighs each pair of parts: 2 (1 x 4 + 2 x 5) - 3 (3 x 6)', async () => {
    const { user, item } = run({ user: ab, item: ab }, [[1, 2, 3]], [[4, 5, 6]], [2, -3], { coefficients: 'part' });
    expect(await user.array()).toEqual([[2, 4, -9]]);
    expect(await item.array()).toEqual([[4, 5, 6]]);
  });

  it('weighs each pair of elements', async () => {
    expect(
      await run({ user: ab, item: ab }, [[1, 2, 3]], [[4, 5, 6]], [2, -3, 10], {
        coefficients: 'element',
      }).user.array(),
    ).toEqual([[2, -6, 30]]);
  });

  it('pairs parts by name, in the order of the item: b has the first coefficient', async () => {
    const { user, item } = run({ user: ab, item: ba }, [[1, 2, 3]], [[6, 4, 5]], [-3, 2], { coefficients: 'part' });
    expect(await user.array()).toEqual([[-9, 2, 4]]);
    expect(await item.array()).toEqual([[6, 4, 5]]);
  });

  it('takes the cosine part by part, before it weighs', async () => {
    const { user, item } = run({ user: ab, item: ab }, [[3, 4, -7]], [[0, 5, 2]], [2, -3], {
      coefficients: 'part',
      score: 'cosine',
    });
    const [[u], [v]] = [await user.array(), await item.array()];
    [1.2, 1.6, 3].forEach((value, i) => expect(u![i]).toBeCloseTo(value, 5));
    [0, 1, 1].forEach((value, i) => expect(v![i]).toBeCloseTo(value, 5));
  });

  it('starts every coefficient at 1', () => {
    const of = (coefficients: Params['coefficients']) =>
      match.weights({ user: ab, item: ba }, withDefaults(match.params, { coefficients }))['coefficients'];
    expect(of('part')).toEqual({ shape: [2], init: { kind: 'constant', value: 1 } });
    expect(of('element')).toEqual({ shape: [3], init: { kind: 'constant', value: 1 } });
    expect(of('none')).toBeUndefined();
  });

  it.each<[string, typeof ab | ReturnType<typeof vector>, string]>([
    ['names', vector(['a', 2], ['c', 1]), 'a 2, c 1'],
    ['widths', vector(['a', 1], ['b', 2]), 'a 1, b 2'],
    ['numbers of parts', vector(['a', 2], ['b', 1], ['b', 1]), 'a 2, b 1, b 1'],
  ])('refuses other %s on the other side', (_, item, right) => {
    expect(match.infer({ user: ab, item }, withDefaults(match.params, { coefficients: 'part' }), none)).toEqual({
      code: 'parts-mismatch',
      field: 'coefficients',
      values: { left: 'a 2, b 1', right },
    });
  });

  it('takes the parts in any order, and equal names in their order', async () => {
    const params = withDefaults(match.params, { coefficients: 'part' });
    expect(match.infer({ user: ab, item: ba }, params, none)).toEqual({
      pairing: { kind: 'pairing', width: 3, rule: 'dot' },
    });
    const [twice, turned] = [vector(['mlp', 1], ['fm', 1], ['mlp', 1]), vector(['mlp', 1], ['mlp', 1], ['fm', 1])];
    expect(match.probes!['coefficient']!.labels({ user: twice, item: turned }, params, { user: [], item: [] })).toEqual(
      ['mlp', 'mlp-2', 'fm'],
    );
    expect(
      await run({ user: twice as never, item: turned as never }, [[1, 2, 3]], [[1, 1, 1]], [1, 1, 1], {
        coefficients: 'part',
      }).user.array(),
    ).toEqual([[1, 3, 2]]);
  });

  // Rows: 1 x 4 + 2 x 5 = 14 and 3 x 6 = 18; then -4 + 0 and 0.
  it('publishes the coefficient of each part, and coefficient x |product| for each row', async () => {
    const seen = async (coefficients: number[], kind: 'part' | 'element') => {
      const published = new Map<string, tf.Tensor>();
      run(
        { user: ab, item: ab },
        [
          [1, 2, 3],
          [-1, 0, 0],
        ],
        [
          [4, 5, 6],
          [4, 5, 6],
        ],
        coefficients,
        { coefficients: kind },
        (name, x) => published.set(name, x),
      );
      return Promise.all(['coefficient', 'contribution'].map(async (name) => [...(await published.get(name)!.data())]));
    };
    expect(await seen([2, -3], 'part')).toEqual([
      [2, -3],
      [28, -54, 8, -0],
    ]);
    // By element: 2 x 4 - 3 x 10 and 10 x 18; then 2 x 4 and 0. The mean of the coefficients of a is -1/2.
    expect(await seen([2, -3, 10], 'element')).toEqual([
      [-0.5, 10],
      [-22, 180, 8, 0],
    ]);
  });

  const python = findTorch();
  it.skipIf(!python && !process.env['CI'])('pairs in PyTorch as it does here', async () => {
    const cases = (['part', 'element'] as const).map((coefficients) => {
      const blockCase = createCase(match, { coefficients, score: 'cosine', temperature: 0.5 });
      const inputs = { user: vector(['a', 3], ['b', 4], ['a', 1]), item: vector(['b', 4], ['a', 3], ['a', 1]) };
      const weightSpecs = match.weights(inputs, withDefaults(match.params, blockCase.params));
      const { shape } = weightSpecs['coefficients']!;
      return {
        ...blockCase,
        inputTypes: inputs,
        weightSpecs,
        node: { ...blockCase.node, inputs },
        leaves: { ...blockCase.leaves, 'weight/coefficients': { data: numbers(shape[0]!), shape } },
      };
    });
    const twins = (await runPython(python!, composeCases(['match']), cases.map(packedCase))) as {
      error?: string;
      outputs: Record<string, Packed>;
      gradients: Record<string, Packed>;
    }[];
    for (const [i, blockCase] of cases.entries()) {
      const { outputs, gradients } = await runCase(blockCase);
      expect(twins[i]!.error).toBeUndefined();
      for (const [name, { data }] of Object.entries(outputs))
        expect(relativeError(data, unpack(twins[i]!.outputs[name]!)), name).toBeLessThan(1e-5);
      for (const [name, { data }] of Object.entries(gradients))
        expect(relativeError(data, unpack(twins[i]!.gradients[name]!)), name).toBeLessThan(1e-4);
    }
  });
});

/**
 * Two channels a side with tables of their own: an MLP over the id, and the product of id and segment or genre. The
 * sides lay them together in another order.
 */
const channels = (params: Record<string, string | number>) =>
  graphOf(
    {
      users: ['user id', 4],
      'few-users': ['user id', 3],
      segments: ['segment', 3],
      items: ['item id', 4],
      'few-items': ['item id', 3],
      genres: ['genre', 3],
    },
    {
      user: ['fields', 'user', { tables: ['users'] }],
      'user-flat': ['concat', 'user'],
      'user-mlp': ['mlp', 'user', { widths: [5] }],
      'user-few': ['fields', 'user', { tables: ['few-users', 'segments'] }],
      'user-fm': ['fm', 'user'],
      'user-both': ['concat', 'user'],
      item: ['fields', 'item', { tables: ['items'] }],
      'item-flat': ['concat', 'item'],
      'item-mlp': ['mlp', 'item', { widths: [5] }],
      'item-few': ['fields', 'item', { tables: ['few-items', 'genres'] }],
      'item-fm': ['fm', 'item'],
      'item-both': ['concat', 'item'],
      match: ['match', 'match', params],
      softmax: ['in-batch-softmax', 'objective', { logQ: false, sameItem: false, sameUser: false, rowWeights: false }],
    },
    [
      ...['user', 'item'].flatMap((side) => [
        `${side}.fields > ${side}-flat.parts`,
        `${side}-flat.vector > ${side}-mlp.vector`,
        `${side}-few.fields > ${side}-fm.fields`,
      ]),
      'user-mlp.vector > user-both.parts',
      'user-fm.vector > user-both.parts',
      'item-fm.vector > item-both.parts',
      'item-mlp.vector > item-both.parts',
      'user-both.vector > match.user',
      'item-both.vector > match.item',
      'match.pairing > softmax.pairing',
    ],
  );
const TEMPERATURE = 0.5;
const FM = 3;
const settings: Settings = {
  seed: 5,
  batch: 16,
  clipNorm: null,
  tablePrecision: 'float32',
  schedule: { kind: 'constant', warmup: 0 },
  stages: [],
  optimizers: [{ pattern: '*', rule: 'sgd', learningRate: 0.5, weightDecay: 0 }],
};

describe('trap 13: parallel towers are served as they are trained', () => {
  it.each([
    ['inner', 'part'],
    ['cosine', 'part'],
    ['inner', 'element'],
    ['cosine', 'element'],
  ] as const)('%s, a coefficient per %s', async (score, coefficients) => {
    const dataset = tinyDataset();
    const compiled = new CompiledGraph(
      judge(channels({ score, coefficients, temperature: TEMPERATURE }), schemaOf(dataset)),
    );
    const store = new WeightStore();
    addWeights(store, compiled, settings);
    for (const [i, path] of store.paths.entries()) store.write(path, numbers((await store.read(path)).length, i + 1));
    const before = await store.read('match/match/coefficients');
    expect(Math.min(...before)).toBeLessThan(0);
    const step = new TrainStep(compiled, dataset, store, settings, {
      terms: ['*'],
      trainable: ['*'],
      until: { steps: 3 },
    });
    const batches = createBatches(dataset, { batch: settings.batch, historyLength: 0, seed: 1 });
    for (let at = 0; at < 2; at++) step.run(batches.at(at));
    expect(relativeError(await store.read('match/match/coefficients'), before)).toBeGreaterThan(1e-3);

    const served = await servedScores(compiled, dataset, store);
    const weights = new Map(
      await Promise.all(store.paths.map(async (path) => [path, await store.read(path)] as const)),
    );
    const expected = dataset.users.flatMap((_, user) =>
      dataset.items.map((__, item) => scoreByHand(weights, user, item, score) / TEMPERATURE),
    );
    expect(relativeError(served, expected)).toBeLessThan(1e-5);

    // The loss of the next step, from what is served before it.
    const batch = batches.at(2);
    await step.ring.take();
    step.run(batch);
    const { rows } = await step.ring.take();
    const losses = Array.from({ length: batch.real }, (_, i) => {
      const own = Array.from(
        { length: batch.real },
        (__, j) => served[batch.users[i]! * dataset.items.length + batch.items[j]!]!,
      );
      return Math.log(own.reduce((sum, logit) => sum + Math.exp(logit - own[i]!), 0));
    });
    expect(Math.abs(rows.at(-1)![0]! / (losses.reduce((a, b) => a + b, 0) / batch.real) - 1)).toBeLessThan(1e-5);

    const index = async () => {
      const encoder = new Encoder(compiled, dataset, store);
      const items = encoder.encodeItems();
      const read = await items.chunks[0]!.storage.read();
      items.dispose();
      encoder.dispose();
      return read;
    };
    const items = await index();
    store.write(
      'match/match/coefficients',
      before.map((value) => 3 - 2 * value),
    );
    expect(await index()).toEqual(items);
    expect(relativeError(await servedScores(compiled, dataset, store), expected)).toBeGreaterThan(0.1);
    step.dispose();
    store.dispose();
  });
});

/** sum_c w_c <u_c, v_c>, or with a w for each element, from the weights by loops; parts in the order of the item's. */
function scoreByHand(
  weights: ReadonlyMap<string, Float32Array>,
  user: number,
  item: number,
  score: 'inner' | 'cosine',
): number {
  const row = (table: string, at: number, width: number) => [
    ...weights.get(`table/${table}`)!.subarray((at + 2) * width, (at + 3) * width),
  ];
  const coefficients = weights.get('match/match/coefficients')!;
  const unit = (x: number[]): number[] => (score === 'cosine' ? x.map((value) => value / Math.hypot(...x)) : x);
  const channel = (side: 'user' | 'item', at: number) => {
    const [kernel, bias] = [
      weights.get(`${side}/${side}-mlp/layer1/kernel`)!,
      weights.get(`${side}/${side}-mlp/layer1/bias`)!,
    ];
    const id = row(`${side}s`, at, 4);
    const other = row(side === 'user' ? 'segments' : 'genres', at % 3, 3);
    return {
      fm: unit(row(`few-${side}s`, at, 3).map((value, d) => value * other[d]!)),
      mlp: unit([...bias].map((start, out) => id.reduce((sum, value, d) => sum + value * kernel[d * 5 + out]!, start))),
    };
  };
  const [u, v] = [channel('user', user), channel('item', item)];
  const ofPart = coefficients.length === 2;
  return (['fm', 'mlp'] as const).reduce(
    (sum, part, c) =>
      sum +
      u[part].reduce(
        (own, value, d) => own + coefficients[ofPart ? c : (c === 0 ? 0 : FM) + d]! * value * v[part][d]!,
        0,
      ),
    0,
  );
}
