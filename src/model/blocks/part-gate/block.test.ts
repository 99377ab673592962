import { describe, expect, it } from 'vitest';
import type { FieldSpec } from '../../../data/dataset';
import { FORMS, numbers, onDevice, relativeError, useForm } from '../../../engine/testing';
import * as tf from '../../../engine/tf';
import { addAt } from '../../edits/nodes';
import { initialise } from '../../run/initialise';
import { withDefaults, type ParamValues } from '../../document/params';
import type { PortOf } from '../../document/ports';
import { preset } from '../../presets/presets';
import { probesOf } from '../../check/probe';
import { harnessContext } from '../../harness/context';
import { judge } from '../../check/judge';
import concat from '../concat/block';
import senet from '../senet/block';
import fieldGate from '../senet/forward';
import partGate from './block';
import forward from './forward';

onDevice();
type Params = ParamValues<typeof partGate.params>;
const GATES = ['2sigmoid', 'sigmoid', 'relu', 'softmax'] as const;
const schema = { table: () => undefined };
const typeOf = (...widths: number[]): PortOf<'vector'> => ({
  kind: 'vector',
  width: widths.reduce((a, b) => a + b, 0),
  parts: widths.map((width, at) => ({ name: `${at}`, width })),
});
const run = (
  type: PortOf<'vector'>,
  values: tf.Tensor2D,
  weights: Record<string, tf.Tensor>,
  params: Partial<Params>,
  probed?: (name: string, x: tf.Tensor) => void,
) =>
  forward(
    { vector: { type, values } },
    weights,
    withDefaults(partGate.params, params),
    harnessContext({ training: true, probed }),
  );
const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
/** As a fresh block has them. */
const fresh = (type: PortOf<'vector'>, params: Partial<Params>): Record<string, tf.Tensor> =>
  Object.fromEntries(
    Object.entries(partGate.weights({ vector: type }, withDefaults(partGate.params, params))).map(
      ([name, { shape, init }]) => [name, tf.tensor(initialise(name, sizeOf(shape), init, 3), [...shape])],
    ),
  );
/** All of them drawn. */
const drawn = (type: PortOf<'vector'>, params: Partial<Params>): Record<string, tf.Tensor> =>
  Object.fromEntries(
    Object.entries(partGate.weights({ vector: type }, withDefaults(partGate.params, params))).map(
      ([name, { shape }], at) => [name, tf.tensor(numbers(sizeOf(shape), at + 5), [...shape])],
    ),
  );

describe('two parts of widths 1 and 3', () => {
  // Means 2 and 4; the hidden unit is 2 - 4/4 + .5 = 1.5; the logits are ln 3 and 0.
  const type = typeOf(1, 3);
  const vector = () => tf.tensor2d([[2, 1, 3, 8]]);
  const weights = () => ({
    'layer1/kernel': tf.tensor2d([[1], [-0.25]]),
    'layer1/bias': tf.tensor1d([0.5]),
    'layer2/kernel': tf.tensor2d([[1, 0]]),
    'layer2/bias': tf.tensor1d([Math.log(3) - 1.5, 0]),
  });
  it.each<[Params['gate'], boolean, number[]]>([
    ['2sigmoid', false, [3, 1, 3, 8]],
    ['sigmoid', false, [1.5, 0.5, 1.5, 4]],
    ['softmax', false, [1.5, 0.25, 0.75, 2]],
    ['relu', false, [2 * Math.log(3), 0, 0, 0]],
    ['2sigmoid', true, [5, 2, 6, 16]],
    ['sigmoid', true, [3.5, 1.5, 4.5, 12]],
    ['softmax', true, [3.5, 1.25, 3.75, 10]],
    ['relu', true, [2 + 2 * Math.log(3), 1, 3, 8]],
  ])('%s, skip %j, are weighed as by hand', async (gate, skip, expected) => {
    const got = await run(type, vector(), weights(), { gate, skip }).vector.values.data();
    expected.forEach((value, at) => expect(got[at]).toBeCloseTo(value, 4));
  });

  it('are summarised by mean and maximum: 1 x 4 + 10 x 8', async () => {
    const looking = {
      ...weights(),
      'layer1/kernel': tf.tensor2d([[0], [1], [0], [10]]),
      'layer1/bias': tf.tensor1d([0]),
      'layer2/bias': tf.tensor1d([0, 0]),
    };
    expect(
      (await run(type, vector(), looking, { gate: 'relu', squeeze: 'mean+max' }).gate.values.data())[0],
    ).toBeCloseTo(84, 4);
  });

  it('have a gate each for every row, which is published, with what it leaves of their length', async () => {
    const seen = new Map<string, tf.Tensor>();
    const { gate } = run(type, vector(), weights(), {}, (name, x) => seen.set(name, x));
    expect([...seen.keys()]).toEqual(['gate', 'length']);
    expect(seen.get('gate')).toBe(gate.values);
    expect(gate.values.shape).toEqual([1, 2]);
    const lengths = await seen.get('length')!.data();
    [1.5 * 2, Math.sqrt(1 + 9 + 64)].forEach((length, at) => expect(lengths[at]).toBeCloseTo(length, 4));
  });
});

describe('at its start', () => {
  // 12 parts of 176 numbers, so that no product is a thin one.
  const type = typeOf(64, 16, 1, 3, 16, 8, 8, 4, 24, 2, 16, 14);
  it.each(
    FORMS.flatMap((form) =>
      (
        [
          ['2sigmoid', 'mean'],
          ['2sigmoid', 'mean+max'],
          ['relu', 'mean'],
        ] as const
      ).map((choices) => [form, ...choices] as const),
    ),
  )('hands on the bits, on %s, %s over %s', async (form, gate, squeeze) => {
    useForm(form);
    const x = numbers(40 * type.width);
    expect(
      await run(type, tf.tensor2d(x, [40, type.width]), fresh(type, { gate, squeeze }), {
        gate,
        squeeze,
      }).vector.values.data(),
    ).toEqual(x);
  });
});

describe('over parts of one width', () => {
  const combinations = GATES.flatMap((gate) =>
    (['mean', 'mean+max'] as const).flatMap((squeeze) => [true, false].map((skip) => ({ gate, squeeze, skip }))),
  );
  it.each(combinations)(
    'is the SE gate with its weights: $gate over $squeeze, skip $skip, value and gradients',
    async (params) => {
      const [rows, count, width] = [9, 6, 4];
      const [x, cotangent] = [numbers(rows * count * width, 1), numbers(rows * count * width, 2)];
      const type = typeOf(...Array<number>(count).fill(width));
      const weights = drawn(type, params);
      const [names, values] = [Object.keys(weights), Object.values(weights)];
      const fields = { kind: 'fields', names: type.parts.map(({ name }) => name), width } as const;
      expect(partGate.weights({ vector: type }, withDefaults(partGate.params, params))).toEqual(
        senet.weights({ fields }, withDefaults(senet.params, params)),
      );

      const named = (given: tf.Tensor[]) => Object.fromEntries(given.map((value, at) => [names[at]!, value]));
      const byParts = (given: tf.Tensor, ...w: tf.Tensor[]): tf.Tensor =>
        run(type, given as tf.Tensor2D, named(w), params).vector.values;
      const byFields = (given: tf.Tensor, ...w: tf.Tensor[]): tf.Tensor =>
        tf.reshape(
          fieldGate(
            { fields: { type: fields, values: tf.reshape(given, [rows, count, width]) } },
            named(w),
            withDefaults(senet.params, params),
            harnessContext({ training: true }),
          ).fields.values,
          [rows, count * width],
        );
      const inputs = [tf.tensor2d(x, [rows, count * width]), ...values] as const;
      const slopes = (gated: typeof byParts) =>
        tf.grads((...given: tf.Tensor[]) =>
          tf.sum(tf.mul(gated(given[0]!, ...given.slice(1)), tf.tensor2d(cotangent, [rows, count * width]))),
        )([...inputs]);
      expect(relativeError(await byParts(...inputs).data(), await byFields(...inputs).data())).toBeLessThan(1e-5);
      const [own, wanted] = [slopes(byParts), slopes(byFields)];
      for (const [at, slope] of own.entries())
        expect(relativeError(await slope.data(), await wanted[at]!.data()), ['x', ...names][at]).toBeLessThan(1e-4);
    },
  );
});

describe('its parts', () => {
  const labelsOf = (vector: PortOf<'vector'>) =>
    partGate.probes!.gate!.labels({ vector }, withDefaults(partGate.params, {}), { vector: [] });

  it('are the single fields and parts, also behind two concats, and equal names are told apart', () => {
    const fields = { kind: 'fields', names: ['id', 'age'], width: 64 } as const;
    const pooled = {
      kind: 'vector',
      width: 80,
      parts: [
        { name: 'id', width: 64 },
        { name: 'genre', width: 16 },
      ],
    } as const;
    const joined = (parts: readonly (PortOf<'fields'> | PortOf<'vector'>)[]) =>
      (concat.infer({ parts }, {}, schema) as { vector: PortOf<'vector'> }).vector;
    const inner = joined([fields, pooled]);
    const vector = joined([inner, { kind: 'vector', width: 5, parts: [{ name: 'mlp', width: 5 }] }]);
    expect(labelsOf(vector)).toEqual(['id', 'age', 'id-2', 'genre', 'mlp']);
    expect(partGate.infer({ vector }, withDefaults(partGate.params, {}), schema)).toEqual({
      vector,
      gate: { kind: 'internal', shape: '[R, 5]' },
    });
  });

  it('are ranges of the layout where there is one', async () => {
    const layout = [
      { name: 'id', width: 2 },
      { name: 'genre', width: 1 },
    ];
    const vector: PortOf<'vector'> = { kind: 'vector', width: 3, parts: [{ name: 'mix', width: 3 }], layout };
    expect(labelsOf(vector)).toEqual(['id', 'genre']);
    const shut = { ...fresh(vector, { gate: 'relu' }), 'layer2/bias': tf.tensor1d([3, 0]) };
    const out = run(vector, tf.tensor2d([[1, 2, 4]]), shut, { gate: 'relu' });
    expect([...(await out.vector.values.data())]).toEqual([3, 6, 0]);
    expect(partGate.infer({ vector }, withDefaults(partGate.params, {}), schema)).toMatchObject({ vector: { layout } });
  });

  it('name the live gate where it is drawn between the concat and the MLP of a tower', () => {
    const field = (name: string, owner: 'user' | 'item', kind: FieldSpec['kind'] = 'categorical'): FieldSpec => ({
      name,
      owner,
      kind,
      rows: 10,
      length: 1,
    });
    const given = {
      fields: [
        field('user id', 'user', 'id'),
        field('segment', 'user'),
        field('item id', 'item', 'id'),
        field('genre', 'item'),
        field('year', 'item'),
      ],
      users: 8,
      items: 8,
      events: 8,
      hasTime: true,
    };
    const { graph } = preset('two-tower').build(given, { width: 8 });
    const edge = graph.edges.find(({ from }) => from.node === 'item-base')!;
    const gated = addAt(graph, { kind: 'between', edge }, partGate).graph;
    const checked = judge(gated, given);
    expect(checked.problems).toEqual([]);
    expect(
      probesOf(gated, checked)
        .filter(({ nodeId }) => nodeId === 'item-part-gate')
        .map(({ name, labels }) => [name, labels]),
    ).toEqual([
      ['gate', ['item id', 'genre', 'year']],
      ['length', ['item id', 'genre', 'year']],
    ]);
  });

  it('count by their numbers: 1 and 3 numbers, 2 summaries, 1 hidden unit', () => {
    // Means of 4 numbers; one hidden unit of 2 summaries: 2 x 2 + 2; 2 gates: 2 x (2 x 1 + 2); the product: 4.
    expect(partGate.cost({ vector: typeOf(1, 3) }, withDefaults(partGate.params, {}))).toEqual({
      flops: 4 + 6 + 8 + 4,
    });
  });
});
