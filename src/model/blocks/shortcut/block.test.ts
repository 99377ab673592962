import { describe, expect, it } from 'vitest';
import { streamOf } from '../../../engine/kernels/counter-uniform/reference';
import { WeightStore } from '../../../engine/optimizers/weights';
import { numbers, onDevice, relativeError } from '../../../engine/testing';
import * as tf from '../../../engine/tf';
import { CompiledGraph } from '../../run/compile';
import type { Json, Settings } from '../../document/graph';
import { initialise } from '../../run/initialise';
import { withDefaults, type ParamValues } from '../../document/params';
import { schemaOf } from '../../document/schema';
import { addWeights } from '../../run/train-step';
import { harnessContext } from '../../harness/context';
import { judge } from '../../check/judge';
import { graphOf, servedScores, tinyDataset } from '../../harness/tiny-log';
import shortcut from './block';
import forward from './forward';

onDevice();
type Params = ParamValues<typeof shortcut.params>;
const typeOf = (name: string, width: number) => ({ kind: 'vector', width, parts: [{ name, width }] }) as const;
const types = { main: typeOf('mlp', 2), shortcut: typeOf('user id', 3) };
const paramsOf = (params: Partial<Params>) => withDefaults(shortcut.params, params);
const run = (
  main: number[][],
  past: number[][],
  weights: Record<string, tf.Tensor>,
  params: Partial<Params>,
  probed?: (name: string, x: tf.Tensor) => void,
) =>
  forward(
    {
      main: { type: typeOf('mlp', main[0]!.length), values: tf.tensor2d(main) },
      shortcut: { type: typeOf('user id', past[0]!.length), values: tf.tensor2d(past) },
    },
    weights,
    paramsOf(params),
    harnessContext({ training: true, probed }),
  ).vector.values;

describe('a short-cut', () => {
  const kernel = () =>
    tf.tensor2d([
      [1, 0],
      [0, 1],
      [10, 100],
    ]);
  it('adds its map, or lies beside the main vector', async () => {
    expect(await run([[5, 6]], [[1, 2, 3]], { kernel: kernel() }, { join: 'add' }).array()).toEqual([[36, 308]]);
    expect(await run([[5, 6]], [[1, 2, 3]], { kernel: kernel() }, { width: 2 }).array()).toEqual([[5, 6, 31, 302]]);
    expect(await run([[5, 6]], [[1, 2, 3]], {}, { map: 'none' }).array()).toEqual([[5, 6, 1, 2, 3]]);
    expect(await run([[5, 6]], [[1, 2]], {}, { map: 'none', join: 'add' }).array()).toEqual([[6, 8]]);
  });

  it('begins with the weight it is given', () => {
    const { mainWeight, shortcutWeight } = shortcut.weights(types, paramsOf({ normalise: true, start: 0.25 }));
    expect([mainWeight!.init, shortcutWeight!.init]).toEqual([
      { kind: 'constant', value: 1 },
      { kind: 'constant', value: 0.25 },
    ]);
  });

  it('normalises both, each with a weight of its own, and publishes how long they are', async () => {
    const weights = { mainWeight: tf.tensor1d([2]), shortcutWeight: tf.tensor1d([-0.5]) };
    const seen = new Map<string, tf.Tensor>();
    const [joined] = await run([[3, 4]], [[0, 0, 7]], weights, { map: 'none', normalise: true }, (name, x) =>
      seen.set(name, x),
    ).array();
    [1.2, 1.6, 0, 0, -0.5].forEach((value, i) => expect(joined![i]).toBeCloseTo(value, 5));
    const lengths = [...(await seen.get('length')!.data())];
    [2, 0.5].forEach((value, i) => expect(lengths[i]).toBeCloseTo(value, 5));
  });

  it('keeps the parts of the main vector and is one part more where it is concatenated', () => {
    const both = {
      ...types.main,
      width: 2,
      parts: [
        { name: 'mlp', width: 1 },
        { name: 'fm', width: 1 },
      ],
    };
    const of = (params: Partial<Params>) =>
      shortcut.infer({ ...types, main: both }, paramsOf(params), { table: () => undefined });
    expect(of({ width: 5 })).toEqual({
      vector: { kind: 'vector', width: 7, parts: [...both.parts, { name: 'shortcut', width: 5 }] },
    });
    expect(of({ map: 'none' })).toMatchObject({
      vector: { width: 5, parts: [{}, {}, { name: 'shortcut', width: 3 }] },
    });
    expect(of({ join: 'add' })).toEqual({ vector: both });
    expect(of({ join: 'add', map: 'none' })).toEqual({
      code: 'width-mismatch',
      field: 'shortcut',
      values: { left: 2, right: 3 },
    });
  });

  it('counts a map of 3 x 2, two blocks to length one, and a sum', () => {
    expect(shortcut.cost(types, paramsOf({ join: 'add', normalise: true }))).toEqual({ flops: 12 + 16 + 2 });
    expect(shortcut.cost(types, paramsOf({ map: 'none' }))).toEqual({ flops: 0 });
  });
});

describe('at its start', () => {
  const fresh = (params: Partial<Params>, side: string) =>
    Object.fromEntries(
      Object.entries(shortcut.weights({ main: typeOf('mlp', 6), shortcut: typeOf('id', 6) }, paramsOf(params))).map(
        ([name, { shape, init }]) => [
          name,
          tf.tensor(
            initialise(
              `${side}/${name}`,
              shape.reduce((a, b) => a * b, 1),
              init,
              3,
            ),
            [...shape],
          ),
        ],
      ),
    );
  const drawn = (name: string) => [...Array(20).keys()].map((row) => [...numbers(6, streamOf(name, `${row}`))]);

  it('an added map hands the main vector on, bit for bit', async () => {
    const main = drawn('main');
    expect(await run(main, drawn('past'), fresh({ join: 'add' }, 'user'), { join: 'add' }).data()).toEqual(
      Float32Array.from(main.flat()),
    );
  });

  // A concatenated map of zeros on both sides would have the gradient zero for ever; a normalised one, a million times
  // too large a one.
  it.each([
    ['add', false],
    ['add', true],
    ['concatenate', false],
    ['concatenate', true],
  ] as const)('%s, normalised %j: the map learns, when both sides have one', async (join, normalise) => {
    const params = { join, normalise };
    const item = () => run(drawn('item'), drawn('item past'), fresh(params, 'item'), params);
    const { kernel, ...others } = fresh(params, 'user');
    const slope = tf.grad((own) =>
      tf.mean(tf.sum(tf.mul(run(drawn('user'), drawn('user past'), { kernel: own, ...others }, params), item()), 1)),
    )(kernel!);
    const largest = Math.max(...(await slope.data()).map(Math.abs));
    expect(largest).toBeGreaterThan(0.01);
    expect(largest).toBeLessThan(10);
  });
});

const settings: Pick<Settings, 'seed' | 'optimizers' | 'tablePrecision'> = {
  tablePrecision: 'float32',
  seed: 5,
  optimizers: [{ pattern: '*', rule: 'sgd', learningRate: 0.1, weightDecay: 0 }],
};
const WIDTH = 4;

/** An MLP over the id on each side, with short-cuts from the id where parameters are given. */
function towers(match: Record<string, Json>, params: Partial<Params> | null) {
  const sides = ['user', 'item'] as const;
  const edges = sides.flatMap((side) => [
    `${side}.fields > ${side}-id.parts`,
    `${side}-id.vector > ${side}-mlp.vector`,
    ...(params
      ? [
          `${side}-mlp.vector > ${side}-joined.main`,
          `${side}-id.vector > ${side}-joined.shortcut`,
          `${side}-joined.vector > match.${side}`,
        ]
      : [`${side}-mlp.vector > match.${side}`]),
  ]);
  return graphOf(
    { users: ['user id', WIDTH], items: ['item id', WIDTH] },
    {
      ...Object.fromEntries(
        sides.flatMap((side) => [
          [side, ['fields', side, { tables: [`${side}s`] }]] as const,
          [`${side}-id`, ['concat', side]] as const,
          [`${side}-mlp`, ['mlp', side, { widths: [WIDTH] }]] as const,
          ...(params ? [[`${side}-joined`, ['shortcut', side, params]] as const] : []),
        ]),
      ),
      match: ['match', 'match', match],
      softmax: ['in-batch-softmax', 'objective'],
    },
    [...edges, 'match.pairing > softmax.pairing'],
  );
}

describe('around a tower', () => {
  const dataset = tinyDataset();
  const schema = schemaOf(dataset);
  /** @param change what a weight is instead, by its path */
  async function scores(
    match: Record<string, Json>,
    params: Partial<Params> | null,
    change: (path: string, size: number) => Float32Array | null,
  ) {
    const compiled = new CompiledGraph(judge(towers(match, params), schema));
    const store = new WeightStore();
    addWeights(store, compiled, settings);
    for (const path of store.paths) {
      const values = await store.read(path);
      store.write(path, change(path, values.length) ?? values);
    }
    const served = await servedScores(compiled, dataset, store);
    const [users, items] = [await store.read('table/users'), await store.read('table/items')];
    store.dispose();
    return { served, users, items };
  }

  it.each([
    ['add', 'inner'],
    ['add', 'cosine'],
    ['concatenate', 'inner'],
    ['concatenate', 'cosine'],
  ] as const)('with P = 0 the scores are those without it: %s, %s', async (join, score) => {
    const plain = await scores({ score }, null, () => null);
    const without = await scores({ score }, { join }, (path, size) =>
      path.endsWith('joined/kernel') ? new Float32Array(size) : null,
    );
    expect(relativeError(without.served, plain.served)).toBeLessThan(1e-6);
    const withIt = await scores({ score }, { join }, (path, size) =>
      path.endsWith('joined/kernel') ? numbers(size) : null,
    );
    expect(relativeError(withIt.served, plain.served)).toBeGreaterThan(0.1);
  });

  it.each(['add', 'concatenate'] as const)(
    'with the tower at zero and P = 1 on ids the model is matrix factorisation: %s',
    async (join) => {
      const identity = Float32Array.from({ length: WIDTH * WIDTH }, (_, i) => (i % (WIDTH + 1) === 0 ? 1 : 0));
      const { served, users, items } = await scores(
        { score: 'inner', temperature: 1 },
        { join, width: WIDTH },
        (path, size) =>
          path.includes('mlp')
            ? new Float32Array(size)
            : path.endsWith('joined/kernel')
              ? identity
              : numbers(size, size),
      );
      const row = (table: Float32Array, at: number) => table.subarray((at + 2) * WIDTH, (at + 3) * WIDTH);
      const expected = dataset.users.flatMap((_, u) =>
        dataset.items.map((__, i) => row(users, u).reduce((sum, value, d) => sum + value * row(items, i)[d]!, 0)),
      );
      expect(relativeError(served, expected)).toBeLessThan(1e-6);
    },
  );

  it('pairs with the short-cut of the other tower by name, though they pass other fields', () => {
    const graph = towers({ coefficients: 'part' }, { width: 3 });
    const { problems, inputs } = judge(graph, schema);
    expect(problems).toEqual([]);
    expect(inputs.get('match')).toMatchObject({
      user: { parts: [{ name: 'mlp' }, { name: 'shortcut', width: 3 }] },
      item: { parts: [{ name: 'mlp' }, { name: 'shortcut', width: 3 }] },
    });
  });
});
