/** Cross-entropy over a few classes: one dispatch, and one for its gradient, which tfjs composes of dozens. */
import { constant, differentiable } from '../../differentiable';
import { emptyTensor, gridFor, onGpu, runKernel } from '../../run-kernel';
import { walkGrid } from '../../row-walk';
import * as tf from '../../tf';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '../../tf';
import { entropySource, meanGradientSource, meanSource, readOf, slopesSource, type Shape } from './source';

/** What the columns of a row are labelled as. */
export interface Labels {
  /** Of the first column, which always counts once; null = it is one like the others. */
  first: number | null;
  others: number;
}

/**
 * [R, 2] of each row: sum_n w_n (log sum_c exp(l_nc) - l_n,label), and sum_n w_n. The second is not differentiated.
 * @param logits of each class [R, N]; or one matrix of all, class by class, [C R, N]
 * @param weight [R, N], not differentiated, or [R, N - 1] where the first column counts anyway
 * @param possible how many of the C classes a column may be of, the first of them; others have no part in it
 */
export function classEntropy(
  logits: readonly Tensor2D[],
  weight: Tensor2D,
  labels: Labels,
  possible: number,
): Tensor2D {
  if (!onGpu()) return plain(logits, weight, labels, possible);
  const [rows] = weight.shape;
  const shape: Shape = {
    rows,
    across: logits[0]!.shape[1],
    classes: logits.length === 1 ? logits[0]!.shape[0] / rows : logits.length,
    isJoined: logits.length === 1,
    possible,
    labels,
  };
  return differentiable<Tensor2D>(
    Object.fromEntries(logits.map((x, i) => [`logits${i}`, x])),
    (save) => {
      const sums = emptyTensor<Tensor2D>([rows, 2]);
      runKernel(
        'class entropy',
        entropySource(shape),
        [sums, weight, ...logits.slice(0, readOf(shape))],
        walkGrid(rows),
      );
      save(weight, ...logits);
      return sums;
    },
    (dy, [counts, ...saved]) => {
      const slopes = saved.map((x) => emptyTensor(x.shape));
      runKernel(
        'class entropy gradient',
        slopesSource(shape),
        [dy, counts!, ...saved.slice(0, readOf(shape)), ...slopes],
        gridFor(rows * shape.across),
      );
      return Object.fromEntries(slopes.map((slope, i) => [`logits${i}`, () => slope]));
    },
  );
}

/** Rows that weigh less together have no mean: it is 0. */
export const NO_WEIGHT = 1e-30;

/**
 * sum_r w_r sums_r0 / sum_r w_r sums_r1, 0 where nothing counts.
 * @param sums [R, 2] of `classEntropy`, or such added up; @param weight [R]; it and the divisor are not differentiated
 */
export function meanEntropy(sums: Tensor2D, weight: Tensor1D): Scalar {
  if (!onGpu()) {
    const [losses, counts] = tf.split<Tensor2D>(sums, 2, 1) as [Tensor2D, Tensor2D];
    const all = (x: Tensor2D): Scalar => tf.sum(tf.mul(tf.expandDims(weight, 1), x));
    return tf.div(all(losses), tf.maximum(all(counts), NO_WEIGHT));
  }
  const [rows] = sums.shape;
  return differentiable<Scalar>(
    { sums },
    (save) => {
      const [mean, total] = [emptyTensor<Scalar>([]), emptyTensor([])];
      runKernel('mean entropy', meanSource(rows, NO_WEIGHT), [sums, weight, mean, total], [1, 1, 1]);
      save(weight, total);
      return mean;
    },
    (dy, saved) => ({
      sums: () => {
        const slopes = emptyTensor([rows, 2]);
        runKernel('mean entropy gradient', meanGradientSource(rows), [dy, ...saved, slopes], gridFor(rows));
        return slopes;
      },
    }),
  );
}

/** In operations of tfjs. */
function plain(given: readonly Tensor2D[], weight: Tensor2D, { first, others }: Labels, possible: number): Tensor2D {
  const [rows] = weight.shape;
  const classes = given.length === 1 ? tf.split<Tensor2D>(given[0]!, given[0]!.shape[0] / rows, 0) : given;
  const sum = logSumExp(classes.slice(0, possible));
  const entropyOf = (label: number): Tensor2D => tf.sub(sum, classes[label]!);
  const across = (x: Tensor): Tensor2D => tf.sum(x, 1, true);
  if (first === null) return tf.concat2d([across(tf.mul(weight, entropyOf(others))), across(weight)], 1);
  const rest = (x: Tensor2D): Tensor2D => tf.slice(x, [0, 1]);
  const own = tf.slice(entropyOf(first), [0, 0], [rows, 1]);
  return tf.concat2d([tf.add(own, across(tf.mul(weight, rest(entropyOf(others))))), tf.add(across(weight), 1)], 1);
}

/** Of the logits of the classes, one matrix each. */
export function logSumExp(logits: readonly Tensor2D[]): Tensor2D {
  const largest = constant(logits.reduce((a, b) => tf.maximum(a, b)));
  const sum = logits.map((x): Tensor2D => tf.exp(tf.sub(x, largest))).reduce((a, b) => tf.add(a, b));
  return tf.add(tf.log(sum), largest);
}
