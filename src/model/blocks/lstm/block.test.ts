import { describe, expect, it } from 'vitest';
import { dispatches } from '../../../engine/run-kernel';
import { numbers, onDevice } from '../../../engine/testing';
import * as tf from '../../../engine/tf';
import { initialise } from '../../run/initialise';
import { withDefaults } from '../../document/params';
import { harnessContext } from '../../harness/context';
import lstm from './block';
import forward from './forward';

onDevice();

const WIDTH = 8;
const typeOf = (length: number) =>
  ({ kind: 'sequence', names: ['id', 'genre'], length, width: 4, past: 'all' }) as const;
type Params = ReturnType<typeof withDefaults<typeof lstm.params>>;
const paramsOf = (params: Partial<Params> = {}): Params => ({
  ...withDefaults(lstm.params, {}),
  width: WIDTH,
  ...params,
});
const weightsOf = (params: Params): Record<string, tf.Tensor> =>
  Object.fromEntries(
    Object.entries(lstm.weights({ sequence: [typeOf(4)] }, params)).map(([name, { shape }], at) => [
      name,
      tf.tensor(
        numbers(
          shape.reduce((a, b) => a * b, 1),
          at + 1,
        ).map((x) => 0.5 * x),
        [...shape],
      ),
    ]),
  );

/** Rows with all four events, the newest two, and none. */
const MASK = [
  [1, 1, 1, 1],
  [0, 0, 1, 1],
  [0, 0, 0, 0],
];
const sequenceOf = (values = tf.tensor4d(numbers(3 * 4 * 8, 9), [3, 4, 2, 4])) => ({
  type: typeOf(4),
  values,
  mask: tf.tensor2d(MASK),
  ageDays: tf.zeros([3, 4]) as tf.Tensor2D,
});
const states = (params: Params, weights: Record<string, tf.Tensor>, training = false) =>
  forward({ sequence: [sequenceOf()] }, weights, params, harnessContext({ training })).sequence.values;
const read = async (x: tf.Tensor) => Array.from(await x.data());

describe('lstm', () => {
  it('yields one field as wide as its state', () => {
    expect(lstm.infer({ sequence: [typeOf(4)] }, paramsOf(), { table: () => undefined })).toEqual({
      sequence: { kind: 'sequence', names: ['lstm'], length: 4, width: 8, past: 'all' },
    });
  });

  it('reads several sequences of one past as one, with what one of them hides hidden, and refuses two of different length', async () => {
    const params = paramsOf({ width: 6 });
    const weights = weightsOf(params);
    const { values, mask, ageDays } = sequenceOf();
    const one = (field: number, hidden: number[][]) => ({
      type: { ...typeOf(4), names: [typeOf(4).names[field]!] },
      values: tf.slice(values, [0, 0, field, 0], [3, 4, 1, 4]),
      mask: tf.mul(mask, tf.tensor2d(hidden)) as tf.Tensor2D,
      ageDays,
    });
    const hidden = [
      [1, 0, 1, 1],
      [1, 1, 1, 1],
      [1, 1, 1, 1],
    ];
    const all = MASK.map((row) => row.map(() => 1));
    const apart = forward(
      { sequence: [one(0, hidden), one(1, all)] },
      weights,
      params,
      harnessContext({ training: false }),
    ).sequence;
    const together = forward(
      { sequence: [{ ...sequenceOf(), mask: tf.mul(mask, tf.tensor2d(hidden)) as tf.Tensor2D }] },
      weights,
      params,
      harnessContext({ training: false }),
    ).sequence;
    expect(await read(apart.values)).toEqual(await read(together.values));
    expect(await read(apart.mask)).toEqual([1, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0]);
    expect(lstm.infer({ sequence: [typeOf(4), typeOf(5)] }, params, { table: () => undefined })).toEqual({
      code: 'lengths-differ',
      field: 'sequence',
      values: { lengths: '4, 5' },
    });
    expect(
      lstm.infer({ sequence: [typeOf(4), { ...typeOf(4), past: 'last session, 30' }] }, params, {
        table: () => undefined,
      }),
    ).toEqual({ code: 'pasts-differ', field: 'sequence', values: {} });
  });

  it('gives each layer weights of its own, with forget gates open at the start', () => {
    const specs = lstm.weights({ sequence: [typeOf(4)] }, paramsOf({ width: 2 }));
    expect(Object.entries(specs).map(([name, { shape }]) => [name, shape])).toEqual([
      ['layer1/kernel', [8, 8]],
      ['layer1/recurrent', [2, 8]],
      ['layer1/bias', [8]],
      ['layer2/kernel', [2, 8]],
      ['layer2/recurrent', [2, 8]],
      ['layer2/bias', [8]],
    ]);
    expect([...initialise('user/lstm/layer1/bias', 8, specs['layer1/bias']!.init, 1)]).toEqual([
      0, 0, 1, 1, 0, 0, 0, 0,
    ]);
  });

  // Gates of a layer of zeros are 1/2, what it would remember tanh(0): its state is zero, whatever the layer below
  // says. Were there one layer, used twice, it would not be.
  it('computes each layer by its own weights, and hands each its own gradient', async () => {
    const params = paramsOf({ residual: false });
    const weights = weightsOf(params);
    const silent = Object.fromEntries(
      Object.entries(weights).map(([name, x]) => [name, name.startsWith('layer2') ? tf.zerosLike(x) : x]),
    );
    expect((await read(states(params, weights))).slice(0, 32).every((x) => x !== 0)).toBe(true);
    expect(await read(states(params, silent))).toEqual(Array(96).fill(0));

    const names = Object.keys(weights);
    const slopes = tf.grads((...given: tf.Tensor[]) =>
      tf.sum(tf.square(states(params, Object.fromEntries(names.map((name, i) => [name, given[i]!]))))),
    )(Object.values(weights));
    const slopeOf = async (name: string) => read(slopes[names.indexOf(name)]!);
    for (const part of ['kernel', 'recurrent', 'bias']) {
      const [lower, upper] = [await slopeOf(`layer1/${part}`), await slopeOf(`layer2/${part}`)];
      expect(lower).toHaveLength(upper.length);
      expect(lower.filter((x, i) => x === upper[i])).toEqual([]);
    }
  });

  it('adds the input of a layer where the widths agree, and nowhere else', async () => {
    const silent = (params: Params) =>
      Object.fromEntries(Object.entries(weightsOf(params)).map(([name, x]) => [name, tf.zerosLike(x)]));
    const same = paramsOf();
    expect(await read(states(same, silent(same)))).toEqual(await read(sequenceOf().values));
    const other = paramsOf({ width: 6 });
    expect(await read(states(other, silent(other)))).toEqual(Array(3 * 4 * 6).fill(0));
  });

  it('drops between layers, while training, and not above the last one', async () => {
    const [one, two] = [paramsOf({ layers: 1, dropout: 0.5 }), paramsOf({ layers: 2, dropout: 0.5 })];
    const [weights, above] = [weightsOf(one), weightsOf(two)];
    expect(await read(states(one, weights, true))).toEqual(await read(states(one, weights)));
    expect(await read(states(two, above, true))).not.toEqual(await read(states(two, above)));
  });

  it('knows nothing of what comes later: changing the newest event changes its own state only', async () => {
    const params = paramsOf();
    const weights = weightsOf(params);
    const values = numbers(3 * 4 * 8, 9);
    const changed = values.map((x, at) => (Math.floor(at / 8) % 4 === 3 ? 1 - x : x));
    const run = async (given: Float32Array) =>
      read(
        forward(
          { sequence: [sequenceOf(tf.tensor4d(given, [3, 4, 2, 4]))] },
          weights,
          params,
          harnessContext({ training: false }),
        ).sequence.values,
      );
    const [before, after] = [await run(values), await run(changed)];
    expect(after.slice(0, 24)).toEqual(before.slice(0, 24));
    expect(after.slice(24, 32)).not.toEqual(before.slice(24, 32));
  });

  it('costs two dispatches a layer, whatever the length, and one that finds the events', () => {
    const count = (length: number, params: Params): number => {
      const weights = weightsOf(params);
      const sequence = {
        type: typeOf(length),
        values: tf.zeros([3, length, 2, 4]) as tf.Tensor4D,
        mask: tf.ones([3, length]) as tf.Tensor2D,
        ageDays: tf.zeros([3, length]) as tf.Tensor2D,
      };
      const before = dispatches.count;
      tf.tidy(
        () => forward({ sequence: [sequence] }, weights, params, harnessContext({ training: false })).sequence.values,
      );
      return dispatches.count - before;
    };
    const params = paramsOf({ residual: false });
    expect([count(4, params), count(9, params)]).toEqual([5, 5]);
  });

  // One unit, three numbers in: four gates of 2 x 3 + 2 x 1 + 2 and five more, for each of four events.
  it('counts a multiply-add as two operations', () => {
    expect(
      lstm.cost({ sequence: [{ ...typeOf(4), names: ['id'], width: 3 }] }, paramsOf({ layers: 1, width: 1 })),
    ).toEqual({ flops: 4 * (4 * 10 + 5) });
  });
});
