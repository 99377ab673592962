import { describe, expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../../../engine/testing';
import * as tf from '../../../engine/tf';
import { withDefaults } from '../../document/params';
import { harnessContext } from '../../harness/context';
import attention from './block';
import forward from './forward';

onDevice();

const [LENGTH, WIDTH] = [5, 8];
const typeOf = (length = LENGTH) =>
  ({ kind: 'sequence', names: ['id', 'genre'], length, width: WIDTH / 2, past: 'all' }) as const;
type Params = ReturnType<typeof withDefaults<typeof attention.params>>;
const paramsOf = (params: Partial<Params> = {}): Params => ({ ...withDefaults(attention.params, {}), ...params });
const drawn = Object.fromEntries(
  Object.entries(attention.weights({ sequence: typeOf() }, paramsOf())).map(([name, { shape }], at) => [
    name,
    {
      shape,
      data: numbers(
        shape.reduce((a, b) => a * b, 1),
        at + 1,
      ),
    },
  ]),
);
const weightsOf = () =>
  Object.fromEntries(Object.entries(drawn).map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]));

/** All events, the newest three with one hidden between, and none. */
const MASK = [
  [1, 1, 1, 1, 1],
  [0, 0, 1, 0, 1],
  [0, 0, 0, 0, 0],
];
const VALUES = numbers(3 * LENGTH * WIDTH, 9);

function attend(
  params: Params,
  values: Float32Array | tf.Tensor4D = VALUES,
  { mask = MASK, weights = weightsOf() }: { mask?: number[][]; weights?: Record<string, tf.Tensor> } = {},
): tf.Tensor {
  const [rows, length] = [mask.length, mask[0]!.length];
  const given = values instanceof tf.Tensor ? values : tf.tensor4d(values, [rows, length, 2, WIDTH / 2]);
  return forward(
    {
      sequence: {
        type: typeOf(length),
        values: given,
        mask: tf.tensor2d(mask),
        ageDays: tf.zeros([rows, length]) as tf.Tensor2D,
      },
    },
    weights,
    params,
    harnessContext({ training: false }),
  ).sequence.values;
}
/** By event: row x length + t. Zeros have one sign. */
const events = async (x: tf.Tensor): Promise<number[][]> =>
  ((await tf.reshape(x, [-1, WIDTH]).array()) as number[][]).map((event) => event.map((number) => number + 0));
/** The numbers of the events for which `changes` holds, moved. */
const moved = (changes: (row: number, t: number) => boolean): Float32Array =>
  VALUES.map((x, at) => {
    const event = Math.floor(at / WIDTH);
    return changes(Math.floor(event / LENGTH), event % LENGTH) ? 3 - 2 * x : x;
  });

describe.each(['after', 'before'] as const)('self-attention, norm %s', (norm) => {
  it('sees nothing of the future where it is causal, and something of it where it is not', async () => {
    for (const causal of [true, false]) {
      const params = paramsOf({ norm, causal });
      const [before, after] = [
        await events(attend(params)),
        await events(
          attend(
            params,
            moved((_, t) => t === LENGTH - 1),
          ),
        ),
      ];
      for (let t = 0; t < LENGTH - 1; t++) expect(relativeError(after[t]!, before[t]!) > 1e-3).toBe(!causal);
      expect(relativeError(after[LENGTH - 1]!, before[LENGTH - 1]!)).toBeGreaterThan(1e-3);
    }
  });

  it('is changed by nothing that stands in a masked event, nor by further padding in front', async () => {
    const params = paramsOf({ norm });
    const before = await events(attend(params));
    expect(
      await events(
        attend(
          params,
          moved((row, t) => MASK[row]![t] === 0),
        ),
      ),
    ).toEqual(before);

    const padded = Float32Array.from({ length: 3 * (LENGTH + 2) * WIDTH }, (_, at) => {
      const [row, t] = [Math.floor(at / ((LENGTH + 2) * WIDTH)), Math.floor(at / WIDTH) % (LENGTH + 2)];
      return t < 2 ? 7 : VALUES[(row * LENGTH + t - 2) * WIDTH + (at % WIDTH)]!;
    });
    const longer = await events(attend(params, padded, { mask: MASK.map((row) => [0, 0, ...row]) }));
    const kept = longer.filter((_, event) => event % (LENGTH + 2) >= 2);
    expect(relativeError(kept.flat(), before.flat())).toBeLessThan(1e-6);
  });

  it('gives zeros at masked events and in rows without any, and finite gradients that leave them alone', async () => {
    const params = paramsOf({ norm });
    const found = await events(attend(params));
    MASK.flat().forEach((there, event) => {
      if (there === 0) expect(found[event]).toEqual(Array(WIDTH).fill(0));
    });

    const names = Object.keys(drawn);
    const values = tf.tensor4d(VALUES, [3, LENGTH, 2, WIDTH / 2]);
    const slopes = tf.grads((x: tf.Tensor, ...weights: tf.Tensor[]) => {
      const out = attend(params, x as tf.Tensor4D, {
        weights: Object.fromEntries(names.map((name, i) => [name, weights[i]!])),
      });
      return tf.sum(tf.mul(out, tf.tensor(numbers(out.size, 4), out.shape)));
    })([values, ...Object.values(weightsOf())]);
    for (const slope of slopes) expect((await slope.data()).every(Number.isFinite)).toBe(true);
    const ofEvents = await events(slopes[0]!);
    MASK.flat().forEach((there, event) => expect(ofEvents[event]!.some((x) => x !== 0)).toBe(there === 1));
  });
});

describe('self-attention', () => {
  it('yields one field as wide as an event, and says which numbers of heads fit', () => {
    const infer = (heads: number) =>
      attention.infer({ sequence: typeOf() }, paramsOf({ heads }), { table: () => undefined });
    expect(infer(2)).toEqual({
      sequence: { kind: 'sequence', names: ['self-attention'], length: 5, width: 8, past: 'all' },
    });
    expect(infer(3)).toEqual({
      code: 'bad-param',
      field: 'heads',
      values: { param: 'heads', got: 3, allowed: '1, 2, 4, 8' },
    });
  });

  it('hands the events through where its output is zero and no norm follows', async () => {
    const weights = weightsOf();
    weights['output/kernel'] = tf.zeros([WIDTH, WIDTH]);
    weights['output/bias'] = tf.zeros([WIDTH]);
    const found = await events(attend(paramsOf({ norm: 'before' }), VALUES, { weights }));
    expect(found[0]).toEqual([...VALUES.subarray(0, WIDTH)]);
  });
});
