import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { FORMS, numbers, onCpu, onDevice, relativeError, useForm } from '../../testing';
import * as tf from '../../tf';
import { classEntropy, meanEntropy, type Labels } from './class-entropy';

onDevice();
afterAll(() => useForm('this adapter'));

interface Case {
  rows: number;
  across: number;
  classes: number;
  labels: Labels;
  possible: number;
  isJoined: boolean;
}

const CASES: Case[] = [
  { rows: 5, across: 3, classes: 3, labels: { first: 0, others: 2 }, possible: 3, isJoined: true },
  { rows: 70, across: 130, classes: 3, labels: { first: null, others: 1 }, possible: 3, isJoined: false },
  { rows: 9, across: 2, classes: 3, labels: { first: 0, others: 1 }, possible: 2, isJoined: true },
  { rows: 4, across: 1, classes: 3, labels: { first: null, others: 1 }, possible: 2, isJoined: false },
  { rows: 3, across: 2, classes: 2, labels: { first: 1, others: 0 }, possible: 2, isJoined: true },
];

/** Logits [C x R x N] up to 40 times those of `numbers`, and weights, one row of which counts nothing. */
function invent({ rows, across, classes, labels }: Case) {
  const weighed = labels.first === null ? across : across - 1;
  return {
    logits: numbers(classes * rows * across, 1).map((x) => 40 * x),
    weight: Float32Array.from(numbers(rows * weighed, 2), (x, at) =>
      Math.floor(at / weighed) === 1 ? 0 : Math.max(0, x),
    ),
    ofRow: Float32Array.from(numbers(rows, 3), Math.abs),
  };
}

/** The mean and its gradients by logit, in double precision. */
function reference(one: Case, { logits, weight, ofRow }: ReturnType<typeof invent>) {
  const { rows, across, labels, possible } = one;
  const size = rows * across;
  const slopes = new Float64Array(logits.length);
  let [loss, total] = [0, 0];
  const each = (visit: (at: number, count: number, label: number, shares: number[]) => void): void => {
    for (let at = 0; at < size; at++) {
      const [row, n] = [Math.floor(at / across), at % across];
      const isFirst = labels.first !== null && n === 0;
      const count = isFirst ? 1 : labels.first === null ? weight[at]! : weight[row * (across - 1) + n - 1]!;
      const own = Array.from({ length: possible }, (_, c) => logits[c * size + at]!);
      const top = Math.max(...own);
      const sum = own.reduce((all, x) => all + Math.exp(x - top), 0);
      visit(
        at,
        ofRow[row]! * count,
        isFirst ? labels.first! : labels.others,
        own.map((x) => Math.exp(x - top) / sum),
      );
    }
  };
  each((_, count, label, shares) => {
    loss -= count * Math.log(shares[label]!);
    total += count;
  });
  each((at, count, label, shares) =>
    shares.forEach((share, c) => (slopes[c * size + at] = (count / total) * (share - Number(c === label)))),
  );
  return { loss: loss / total, slopes };
}

async function run(one: Case, given: ReturnType<typeof invent>) {
  const { rows, across, classes, labels, possible, isJoined } = one;
  const results = tf.tidy(() => {
    const weight = tf.tensor2d(given.weight, [rows, given.weight.length / rows]);
    const { value, grad } = tf.valueAndGrad((x: tf.Tensor2D) =>
      meanEntropy(
        classEntropy(isJoined ? [x] : tf.split<tf.Tensor2D>(x, classes, 0), weight, labels, possible),
        tf.tensor1d(given.ofRow),
      ),
    )(tf.tensor2d(given.logits, [classes * rows, across]));
    return [value, grad] as const;
  });
  const [loss, slopes] = await Promise.all(results.map((tensor) => tensor.data()));
  tf.dispose([...results]);
  return { loss: loss![0]!, slopes: slopes as Float32Array };
}

describe.each(FORMS)('the entropy of a few classes, in the form of %s,', (form) => {
  beforeEach(() => useForm(form));

  it.each(CASES)(
    'has the value and the slopes of plain loops: $rows x $across, $possible of $classes classes',
    async (one) => {
      const given = invent(one);
      const [found, expected] = [await run(one, given), reference(one, given)];
      expect(Math.abs(found.loss / expected.loss - 1)).toBeLessThan(2e-6);
      expect(relativeError(found.slopes, expected.slopes)).toBeLessThan(5e-6);
    },
  );

  it('passes on what is no number, and is 0 with slopes of 0 where nothing counts', async () => {
    const [one] = CASES;
    const broken = invent(one!);
    broken.logits[0] = Number.NaN;
    expect((await run(one!, broken)).loss).toBeNaN();
    const { loss, slopes } = await run(one!, { ...invent(one!), ofRow: new Float32Array(one!.rows) });
    expect([loss, ...slopes].every((x) => x === 0)).toBe(true);
  });
});

it('has the same value and slopes without WebGPU', async () => {
  for (const one of CASES) {
    const given = invent(one);
    const [found, expected] = [await onCpu(() => run(one, given)), reference(one, given)];
    expect(Math.abs(found.loss / expected.loss - 1)).toBeLessThan(2e-6);
    expect(relativeError(found.slopes, expected.slopes)).toBeLessThan(5e-6);
  }
});
