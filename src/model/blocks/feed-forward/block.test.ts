import { describe, expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../../../engine/testing';
import * as tf from '../../../engine/tf';
import { withDefaults } from '../../document/params';
import { harnessContext } from '../../harness/context';
import feedForward from './block';
import forward from './forward';

onDevice();

const [LENGTH, WIDTH] = [4, 6];
const type = { kind: 'sequence', names: ['id', 'genre'], length: LENGTH, width: WIDTH / 2, past: 'all' } as const;
type Params = ReturnType<typeof withDefaults<typeof feedForward.params>>;
const paramsOf = (params: Partial<Params> = {}): Params => ({ ...withDefaults(feedForward.params, {}), ...params });
const weightsOf = (params: Params): Record<string, tf.Tensor> =>
  Object.fromEntries(
    Object.entries(feedForward.weights({ sequence: type }, params)).map(([name, { shape }], at) => [
      name,
      tf.tensor(
        numbers(
          shape.reduce((a, b) => a * b, 1),
          at + 1,
        ),
        [...shape],
      ),
    ]),
  );

/** All events, and the newest two with one hidden between. */
const MASK = [
  [1, 1, 1, 1],
  [0, 1, 0, 1],
];
const VALUES = numbers(2 * LENGTH * WIDTH, 9);

async function events(params: Params, values = VALUES, { weights = weightsOf(params), training = false } = {}) {
  const { values: found } = forward(
    {
      sequence: {
        type,
        values: tf.tensor4d(values, [2, LENGTH, 2, WIDTH / 2]),
        mask: tf.tensor2d(MASK),
        ageDays: tf.zeros([2, LENGTH]) as tf.Tensor2D,
      },
    },
    weights,
    params,
    harnessContext({ training }),
  ).sequence;
  const all = (await tf.reshape(found, [-1, WIDTH]).array()) as number[][];
  // Zeros have one sign.
  return all.map((event) => event.map((x) => x + 0));
}

/** One event by hand. */
async function byHand(x: readonly number[], params: Params): Promise<number[]> {
  const normed = (v: readonly number[]): number[] => {
    const mean = v.reduce((a, b) => a + b) / v.length;
    const variance = v.reduce((sum, a) => sum + (a - mean) ** 2, 0) / v.length;
    return v.map((a) => (a - mean) / Math.sqrt(variance + 1e-5));
  };
  const weights = weightsOf(params);
  const layer = async (v: readonly number[], name: string): Promise<number[]> => {
    const kernel = (await weights[`${name}/kernel`]!.array()) as number[][];
    const bias = (await weights[`${name}/bias`]!.array()) as number[];
    return bias.map((b, j) => v.reduce((sum, a, i) => sum + a * kernel[i]![j]!, b));
  };
  const inner = await layer(params.norm === 'before' ? normed(x) : x, 'inner');
  const made = await layer(
    inner.map((a) => Math.max(0, a)),
    'output',
  );
  const sum = x.map((a, i) => a + made[i]!);
  return params.norm === 'after' ? normed(sum) : sum;
}

describe.each(['after', 'before'] as const)('feed-forward, norm %s', (norm) => {
  it.each([1, 3])('is two layers and a sum, inner width %i times that of an event', async (expansion) => {
    const params = paramsOf({ norm, expansion });
    const found = await events(params);
    for (const event of [0, 3, 5, 7])
      expect(
        relativeError(found[event]!, await byHand([...VALUES.subarray(event * WIDTH, (event + 1) * WIDTH)], params)),
      ).toBeLessThan(1e-5);
  });

  it('lets no event see another, and gives zeros where none is', async () => {
    const params = paramsOf({ norm });
    const before = await events(params);
    const after = await events(
      params,
      VALUES.map((x, at) => (Math.floor(at / WIDTH) === 2 || Math.floor(at / WIDTH) === 6 ? 3 - 2 * x : x)),
    );
    before.forEach((event, at) => {
      if (at === 2) expect(relativeError(after[at]!, event)).toBeGreaterThan(1e-3);
      else expect(after[at]).toEqual(event);
    });
    for (const event of [4, 6]) expect(before[event]!).toEqual(Array(WIDTH).fill(0));
  });
});

describe('feed-forward', () => {
  it('yields one field as wide as an event', () => {
    expect(feedForward.infer({ sequence: type }, paramsOf(), { table: () => undefined })).toEqual({
      sequence: { kind: 'sequence', names: ['feed-forward'], length: LENGTH, width: WIDTH, past: 'all' },
    });
  });

  it('drops what it adds while training, never the event itself', async () => {
    const params = paramsOf({ norm: 'before', dropout: 0.9 });
    const [found, served] = [await events(params, VALUES, { training: true }), await events(params)];
    const own = (event: number, i: number): number => VALUES[event * WIDTH + i]!;
    const added = [0, 1, 2, 3].flatMap((event) => found[event]!.map((x, i) => x - own(event, i)));
    const wanted = [0, 1, 2, 3].flatMap((event) => served[event]!.map((x, i) => 10 * (x - own(event, i))));
    expect(added.filter((x) => Math.abs(x) < 1e-6).length).toBeGreaterThan(LENGTH * WIDTH * 0.6);
    const kept = added.flatMap((x, at) => (Math.abs(x) < 1e-6 ? [] : [[x, wanted[at]!] as const]));
    expect(kept.length).toBeGreaterThan(0);
    for (const [x, full] of kept) expect(x).toBeCloseTo(full, 3);
  });
});
