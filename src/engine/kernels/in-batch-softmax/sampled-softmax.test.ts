import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dispatches } from '../../run-kernel';
import { CUT_FORMS, largestTensor, onDevice, relativeError, useForm } from '../../testing';
import * as tf from '../../tf';
import { sampledSoftmax, type SampledSoftmaxInput } from './sampled-softmax';
import { SAME_ITEM } from './hits';
import type { Shape } from './source';
import { blockedOf, expectAgreement, expectedOf, invent, packed, run, unhit, type Invented } from './testing';
import { forwardCut, itemGradientCut, tiledForwardGroups } from './tiled-source';

onDevice({ lanes: 'of this machine' });
afterEach(() => tf.setBackend('webgpu'));

/** Rows, sampled items, width, log q. All tests take these: they are compiled by then. */
type Case = [number, number, number, boolean];
const THIN: Case = [130, 200, 3, true];
const MORE_ROWS: Case = [67, 29, 32, false];
const MORE_SAMPLED: Case = [33, 131, 36, true];
const CASES = [THIN, MORE_ROWS, MORE_SAMPLED];

const inventOf = ([rows, sampled, width, logQ]: Case, inBatch: boolean): Invented => {
  const input = invent(rows, sampled, width, inBatch);
  return logQ ? input : { ...input, logQ: null };
};

describe.each([true, false])('the softmax over sampled items, the other rows’ items beside them: %s', (inBatch) => {
  describe.each(CUT_FORMS)('%s', (form) => {
    beforeEach(() => useForm(form));

    it.each(CASES)(
      'agrees with the plain loops on loss and gradients at %i rows, %i sampled items, width %i, log q %j',
      async (...given) => {
        await expectAgreement(inventOf(given, inBatch));
      },
    );

    it('leaves out equal items alone where they alone are no negatives', async () => {
      const input = { ...inventOf(MORE_SAMPLED, inBatch), kinds: SAME_ITEM };
      expect(blockedOf(input).some((hit, at) => hit === 1 && at % input.columns >= input.rows)).toBe(true);
      await expectAgreement(input);
    });

    it('needs the running maximum: logits that climb from tile to tile by far more than exp can hold, and fall below the positive’s', async () => {
      for (const slope of [1, -1]) {
        const input = { ...inventOf(MORE_SAMPLED, inBatch), scale: 400 };
        const { width } = input;
        input.user = input.user.map((_, at) => (at % width === 0 ? 1 : 0));
        input.item = input.item.map((_, at) => (at % width === 0 ? (slope * at) / width / 100 : 0));
        const got = await run(input);
        const expected = expectedOf(input);
        expect(Math.abs(got.loss - expected.loss)).toBeLessThan(1e-5 * (1 + expected.loss));
        expect([...got.user, ...got.item, got.scale].every(Number.isFinite)).toBe(true);
      }
    });

    it('has loss 0 and no gradient where every negative of a row is masked', async () => {
      const input = inventOf(MORE_SAMPLED, inBatch);
      const weight = new Float32Array(input.rows);
      weight[3] = 1;
      const taken = input.taken.map((own, user) => (user === input.users[3] ? new Set(input.ids) : own));
      const got = await run({ ...input, weight, taken });
      expect(got.loss).toBeCloseTo(0, 5);
      for (const slope of [...got.user, ...got.item, got.scale]) expect(slope).toBeCloseTo(0, 5);
    });

    it('gives the same bits twice', async () => {
      const input = inventOf(MORE_SAMPLED, inBatch);
      expect(await run(input)).toEqual(await run(input));
    });
  });

  it('agrees with the plain loops on a machine without WebGPU', async () => {
    await tf.setBackend('cpu');
    for (const given of CASES) await expectAgreement(inventOf(given, inBatch));
    // Where no row has weight nothing is learnt.
    const input = inventOf(CASES[0]!, inBatch);
    const { loss, user, item, scale } = await run({ ...input, weight: new Float32Array(input.rows) });
    expect([loss, ...user, ...item, scale].filter((value) => value !== 0)).toEqual([]);
  });

  it.each(CUT_FORMS)('allocates nothing of the size B x (B + N), nor B x N, %s', async (form) => {
    useForm(form);
    const input = inventOf(THIN, inBatch);
    const { rows, columns } = input;
    const largest = await largestTensor(
      async () => {
        expect(Number.isFinite((await run(input)).loss)).toBe(true);
      },
      packed(input).length * 4,
    );
    expect(largest).toBeLessThan(rows * (columns - rows));
  });
});

describe('sums cut into parts', () => {
  beforeEach(() => useForm('a GPU'));

  const shapeOf = ({ rows, columns, inBatch, width, logQ, kinds, turned }: Invented): Shape => ({
    rows,
    columns,
    inBatch,
    width,
    logQ: logQ !== null,
    hits: kinds,
    turned,
  });

  it.each([
    [20, 480, true, [8, 1]],
    [20, 530, false, [5, 1]],
    [600, 10, false, [1, 5]],
  ] as const)(
    'are those of the plain loops where %i rows have %i sampled columns, the others’ items beside them: %s',
    async (rows, sampled, inBatch, parts) => {
      const input = invent(rows, sampled, 3, inBatch);
      const shape = shapeOf(input);
      expect([forwardCut(shape).parts, itemGradientCut(shape).parts]).toEqual(parts);
      await expectAgreement(input);
    },
  );

  it('ask for 256 workgroups where rows and columns give so many, and for none that has nothing to do', () => {
    const groups = (rows: number) => {
      const shape = shapeOf({ ...invent(2, 0, 64, true), rows, columns: rows });
      return [forwardCut(shape), itemGradientCut(shape)].map((cut) =>
        tiledForwardGroups(shape, cut).reduce((a, b) => a * b),
      );
    };
    expect([64, 256, 512, 1024, 4096, 8192, 16384].map(groups)).toEqual(
      [2, 32, 128, 256, 256, 256, 512].map((count) => [count, count]),
    );
  });

  it('take one more dispatch each', async () => {
    const input = inventOf(THIN, false);
    const counts: number[] = [];
    for (const form of CUT_FORMS) {
      useForm(form);
      const before = dispatches.count;
      await run(input);
      counts.push(dispatches.count - before);
    }
    const [cut, , whole] = counts;
    expect(counts).toEqual([whole! + 2, whole, whole]);
    expect(cut).toBeGreaterThan(5);
  });

  it('take nothing from what lay in their buffers before', async () => {
    const input = inventOf(THIN, true);
    const spoilt = await run({ ...input, user: input.user.map(() => Number.NaN), scale: Number.NaN });
    expect([...spoilt.user, ...spoilt.item].some(Number.isNaN)).toBe(true);
    await expectAgreement(input);
  });

  it('find the largest logit wherever it is, and weigh the parts before and after it', async () => {
    for (const peak of [0, 70, 139]) {
      const input = { ...unhit(invent(140, 0, 1, true)), scale: 300, logQ: null };
      input.real = input.real.fill(1);
      input.user = input.user.fill(1);
      input.item = input.item.map((_, at) => -Math.abs(at - peak) / 140);
      const [got, expected] = [await run(input), expectedOf(input)];
      expect(Math.abs(got.loss / expected.loss - 1)).toBeLessThan(1e-5);
      expect(relativeError(got.item, expected.item)).toBeLessThan(1e-5);
    }
  });
});

describe.each(CUT_FORMS)('sampled items alone, %s', (form) => {
  beforeEach(() => useForm(form));

  it('are all that is looked at: a row does not see the items of the others', async () => {
    const input = inventOf(MORE_ROWS, false);
    const { rows, width } = input;
    const others = (rows - 1) * width;
    const got = await run(input);
    const item = input.item.slice();
    item.fill(Number.NaN, others, rows * width);
    const spoilt = await run({ ...input, item });
    expect(spoilt.loss).toBe(got.loss);
    expect(spoilt.user.subarray(0, others)).toEqual(got.user.subarray(0, others));
    expect(spoilt.item.subarray(0, others)).toEqual(got.item.subarray(0, others));
    expect(spoilt.item.subarray(rows * width)).toEqual(got.item.subarray(rows * width));
  });
});

it('says which shapes do not fit', () => {
  const input = (more: Partial<SampledSoftmaxInput>): SampledSoftmaxInput => ({
    user: tf.zeros([2, 3]),
    item: tf.zeros([6, 3]),
    inBatch: false,
    scale: tf.ones([1]),
    logQ: null,
    hits: tf.zeros([3], 'int32'),
    kinds: 0,
    realColumn: tf.ones([6]),
    weight: tf.ones([2]),
    ...more,
  });
  const refusal = (make: () => Partial<SampledSoftmaxInput>) =>
    expect(() => tf.tidy(() => sampledSoftmax(input(make()))));
  refusal(() => ({})).not.toThrow();
  refusal(() => ({ item: tf.zeros([1, 3]) })).toThrow('user is [2,3] and item is [1,3]');
  refusal(() => ({ item: tf.zeros([6, 2]) })).toThrow('user is [2,3] and item is [6,2]');
  refusal(() => ({ item: tf.zeros([2, 3]) })).toThrow('there are no negatives');
  refusal(() => ({ logQ: tf.zeros([4]) })).toThrow('log q is [4] for 6 columns');
  refusal(() => ({ realColumn: tf.ones([2]) })).toThrow('realColumn is [2] for 6 columns');
  refusal(() => ({ weight: tf.ones([6]) })).toThrow('weight is [6] for 2 rows');
});
