import { afterEach, describe, expect, it } from 'vitest';
import { Plan } from '../../plan';
import { Ring } from '../../ring';
import { flush } from '../../run-kernel';
import { largestTensor, numbers, onDevice, relativeError } from '../../testing';
import * as tf from '../../tf';
import type { Tensor, Tensor2D } from '../../tf';
import { pairedGather, pickedScores } from './paired-gather';
import { Picks } from './picks';
import { gatherGradientReference, gatherReference, scoresGradientReference, scoresReference } from './reference';

onDevice();
afterEach(() => tf.setBackend('webgpu'));

interface Case {
  rows: number;
  each: number;
  from: number;
  width: number;
}

/** Picks among the first half of the rows, most of them more than once; a quarter is none and points nowhere. */
function invent({ rows, each, from, width }: Case, seed = 1) {
  const count = rows * each;
  const weight = numbers(count, seed + 1).map((x, pick) => (pick % 4 === 1 ? 0 : x + 2));
  const index = Uint32Array.from(numbers(count, seed), (x, pick) =>
    weight[pick] === 0 ? 0xffff_ffff : Math.floor(((x + 1) / 4) * from),
  );
  return { each, index, weight, x: numbers(from * width, seed + 2), user: numbers(rows * width, seed + 3) };
}

/** What an operation makes of its inputs, and their gradients for `dy`. */
async function run(operation: (...inputs: Tensor2D[]) => Tensor, inputs: Tensor2D[], dy: Tensor) {
  const results = tf.tidy(() => {
    const { value, grads } = tf.valueAndGrads((...given: Tensor[]) => operation(...(given as Tensor2D[])))(inputs, dy);
    return [value, ...grads];
  });
  const data = await Promise.all(results.map((tensor) => tensor.data()));
  tf.dispose(results);
  return data.map((values) => Float32Array.from(values));
}

/** Both operations on the backend of the moment. */
async function both(given: Case) {
  const { rows, each, from, width } = given;
  const { index, weight, x, user } = invent(given);
  const picks = new Picks('picks', rows, each, from);
  picks.prepare(index, weight);
  picks.submit();
  const tensors = { x: tf.tensor2d(x, [from, width]), user: tf.tensor2d(user, [rows, width]) };
  const [values, dValues] = await run(
    (t) => pairedGather(t!, picks),
    [tensors.x],
    tf.tensor3d(numbers(rows * each * width, 8), [rows, each, width]),
  );
  const [scores, dUser, dX] = await run(
    (u, t) => pickedScores(u!, t!, picks),
    [tensors.user, tensors.x],
    tf.tensor2d(numbers(rows * each, 9), [rows, each]),
  );
  picks.dispose();
  tf.dispose(tensors);
  return { values: values!, dValues: dValues!, scores: scores!, dUser: dUser!, dX: dX! };
}

function expectedOf(given: Case) {
  const { rows, each, from, width } = given;
  const { x, user, ...picks } = invent(given);
  const slopes = scoresGradientReference(picks, numbers(rows * each, 9), user, x, width);
  return {
    values: gatherReference(picks, x, width),
    dValues: gatherGradientReference(picks, numbers(rows * each * width, 8), from, width),
    scores: scoresReference(picks, user, x, width),
    dUser: slopes.user,
    dX: slopes.x,
  };
}

describe('paired gather', () => {
  // Several shapes in a row: a source that forgot something would hand one the shader of another.
  it.each<Case>([
    { rows: 5, each: 3, from: 7, width: 3 },
    { rows: 70, each: 6, from: 90, width: 16 },
    { rows: 9, each: 20, from: 4, width: 8 },
    { rows: 33, each: 1, from: 50, width: 5 },
  ])(
    'of $each of $from rows of width $width for $rows: rows, scores and all gradients are those of the plain loops',
    async (given) => {
      const expected = expectedOf(given);
      const webgpu = await both(given);
      await tf.setBackend('cpu');
      const cpu = await both(given);
      for (const got of [webgpu, cpu]) {
        for (const name of Object.keys(expected) as (keyof typeof expected)[])
          expect(relativeError(got[name], expected[name]), name).toBeLessThan(2e-6);
      }
    },
  );

  it('of a worked example: two rows pick twice of three', async () => {
    const picks = new Picks('picks', 2, 2, 3);
    picks.prepare(Uint32Array.of(2, 0, 9, 2), Float32Array.of(1, 1, 0, 0.5));
    picks.submit();
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
    const user = tf.tensor2d([1, 10, 100, 1000], [2, 2]);
    expect(await run((t) => pairedGather(t!, picks), [x], tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]))).toEqual([
      Float32Array.of(5, 6, 1, 2, 0, 0, 2.5, 3),
      Float32Array.of(3, 4, 0, 0, 1 + 3.5, 2 + 4),
    ]);
    expect(await run((u, t) => pickedScores(u!, t!, picks), [user, x], tf.tensor2d([1, 2, 3, 4], [2, 2]))).toEqual([
      Float32Array.of(65, 21, 0, 3250),
      Float32Array.of(5 + 2, 6 + 4, 10, 12),
      Float32Array.of(2, 20, 0, 0, 1 + 200, 10 + 2000),
    ]);
    picks.dispose();
  });

  it('gives exact zeros where there is no pick, and as the gradient of rows nobody picked', async () => {
    const given = { rows: 21, each: 8, from: 60, width: 12 };
    const { index, weight } = invent(given);
    const { values, scores, dValues, dX } = await both(given);
    const none = [...weight.keys()].filter((pick) => weight[pick] === 0);
    const unpicked = Array.from({ length: 60 }, (_, row) => row).filter(
      (row) => !index.some((picked) => picked === row),
    );
    expect(none.length).toBeGreaterThan(30);
    expect(unpicked.length).toBeGreaterThan(29);
    for (const pick of none)
      expect([scores[pick], ...values.subarray(pick * 12, pick * 12 + 12)]).toEqual(Array(13).fill(0));
    for (const row of unpicked)
      for (const slope of [dValues, dX])
        expect([...slope.subarray(row * 12, row * 12 + 12)]).toEqual(Array(12).fill(0));
  });

  it('gives the same bits twice', async () => {
    const given = { rows: 70, each: 30, from: 8, width: 16 };
    expect(await both(given)).toEqual(await both(given));
  });

  it('scores without storing the picked rows', async () => {
    const [rows, each, from, width] = [64, 64, 100, 64];
    const picks = new Picks('picks', rows, each, from);
    const largest = await largestTensor(async () => {
      await run(
        (u, t) => pickedScores(u!, t!, picks),
        [tf.ones([rows, width]), tf.ones([from, width])],
        tf.ones([rows, each]),
      );
    });
    expect(largest).toBeLessThan(rows * each * width);
    picks.dispose();
  });
});

it('a recorded step replayed with other picks equals the eager step', async () => {
  const given = { rows: 19, each: 5, from: 40, width: 8 };
  const picks = new Picks('picks', 19, 5, 40);
  const { x, user } = invent(given);
  const constants = [
    tf.tensor2d(x, [40, 8]),
    tf.tensor2d(user, [19, 8]),
    tf.tensor3d(numbers(760, 8), [19, 5, 8]),
    tf.tensor2d(numbers(320, 9), [40, 8]),
  ] as const;
  const ring = new Ring('test', 3, 16);
  const step = () =>
    tf.tidy(() => {
      const [rows, users, values, slopes] = constants;
      const loss = (u: Tensor, v: Tensor) =>
        tf.add<tf.Scalar>(
          tf.sum(tf.square(pickedScores(u as Tensor2D, v as Tensor2D, picks))),
          tf.sum(tf.mul(pairedGather(v as Tensor2D, picks), values)),
        );
      const { value, grads } = tf.valueAndGrads(loss)([users, rows]);
      ring.push([value, tf.sum(tf.mul(grads[0]!, users)), tf.sum(tf.mul(grads[1]!, slopes))]);
    });
  const write = (seed: number) => {
    const { index, weight } = invent(given, seed);
    // Fewer and fewer picks: what was written for the step before lies behind them.
    picks.prepare(
      index,
      weight.map((w, pick) => (pick % seed === 0 ? w : 0)),
    );
    flush();
    picks.submit();
  };
  const seeds = [1, 2, 3];
  for (const seed of seeds) {
    write(seed);
    step();
  }
  const { rows: eager } = await ring.take();
  write(seeds[0]!);
  const plan = Plan.record(step);
  for (const seed of seeds.slice(1)) {
    write(seed);
    plan.replay();
    ring.notePush();
  }
  const { rows: replayed } = await ring.take();
  expect(replayed).toEqual(eager);
  expect(new Set(eager.map(([value]) => value)).size).toBe(3);
  plan.dispose();
  ring.dispose();
  picks.dispose();
  tf.dispose([...constants]);
});

it('says which picks and shapes do not fit', () => {
  const picks = new Picks('candidates', 2, 2, 3);
  expect(() => picks.prepare(new Uint32Array(3), null)).toThrow(
    'candidates: 3 picks with 3 weights, where 2 rows pick 2 each',
  );
  expect(() => picks.prepare(new Uint32Array(4), new Float32Array(2))).toThrow('candidates: 4 picks with 2 weights');
  expect(() => picks.prepare(Uint32Array.of(0, 1, 3, 2), null)).toThrow('candidates: pick 2 is row 3 of 3');
  tf.tidy(() => {
    expect(() => pairedGather(tf.ones([4, 2]), picks)).toThrow('candidates: x is [4,2], where 3 rows are needed');
    expect(() => pickedScores(tf.ones([3, 2]), tf.ones([3, 2]), picks)).toThrow(
      'candidates: user is [3,2], where 2 rows are needed',
    );
    expect(() => pickedScores(tf.ones([2, 3]), tf.ones([3, 2]), picks)).toThrow(
      'candidates: user is [2,3] and x is [3,2]; equal widths are needed',
    );
  });
  picks.dispose();
});
