/** A linear layer on an activated input, act(x) K + b, in one dispatch and two for its gradient. */
import { differentiable } from '../../differentiable';
import { emptyTensor, onGpu, onPlainTfjs, type Binding } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor1D, Tensor2D } from '../../tf';
import { runProduct, type Form } from '../mat-mul/product';
import type { Product } from '../mat-mul/reference';
import { linearOnCpu } from './on-cpu';

export type Activation = 'none' | 'relu' | 'tanh' | 'leaky-relu';

/** Slope of the leaky ReLU below zero, PyTorch's default. */
const LEAK = 0.01;

const composed: Record<Activation, (x: Tensor2D) => Tensor2D> = {
  none: (x) => x,
  relu: (x) => tf.relu(x),
  tanh: (x) => tf.tanh(x),
  'leaky-relu': (x) => tf.leakyRelu(x, LEAK),
};
/** The activation by itself. */
export const activate = (x: Tensor2D, activation: Activation): Tensor2D => composed[activation](x);

/** exp of a number at most 0: tanh of the driver may overflow for large inputs. */
const TANH = 'let e = exp(-2.0 * abs(x)); let y = sign(x) * (T(1.0) - e) / (T(1.0) + e);';
/**
 * A ReLU, where it is asked for as the kernel runs: a first layer, which has none, shares pipelines with those behind
 * it. Not max(x, 0): of two of which one is no number it takes the other, and weights that are no numbers would look
 * like units that rest.
 */
const RESTING = 'return select(x, select(x, T(0.0), x < T(0.0)), rests);';
const ACTIVATION: Record<Activation, { value: string; slope: string }> = {
  none: { value: RESTING, slope: 'return sum;' },
  relu: { value: RESTING, slope: 'return select(T(0.0), sum, x > T(0.0));' },
  tanh: { value: `${TANH} return y;`, slope: `${TANH} return sum * (T(1.0) - y * y);` },
  'leaky-relu': {
    value: `return select(${LEAK} * x, x, x > T(0.0));`,
    slope: `return select(${LEAK} * sum, sum, x > T(0.0));`,
  },
};

/**
 * [R, out]. The activation stands on the input, not on the output: so a chain of layers keeps only what comes before
 * each activation, and its slope is applied where the gradient of the next layer is stored.
 * @param x [R, in]; @param kernel [in, out]; @param bias [out]; null = none
 * @param present [1 + R], which rows count (see present-rows.ts), null = all. For the others nothing is computed: they
 * yield the bias, and no gradient comes from them
 */
export function linear(
  x: Tensor2D,
  kernel: Tensor2D,
  bias: Tensor1D | null,
  activation: Activation = 'none',
  present: Tensor1D | null = null,
): Tensor2D {
  if (onPlainTfjs()) {
    const out: Tensor2D = tf.matMul(activate(x, activation), kernel);
    return bias ? tf.add(out, bias) : out;
  }
  if (!onGpu()) return linearOnCpu(x, kernel, bias, activation, present);
  const { value: prepare, slope } = ACTIVATION[activation];
  const picks = present !== null;
  const rests = activation === 'relu';
  return differentiable<Tensor2D>(
    bias ? { x, kernel, bias } : { x, kernel },
    (save) => {
      const form = { transposeA: false, transposeB: false, prepare, rests, picks };
      const out = bias
        ? product([x, kernel], { ...form, finish: 'return sum + extra[column];' }, present, bias)
        : product([x, kernel], form, present);
      save(x, kernel, ...(present ? [present] : []));
      return out;
    },
    (dy, saved) => {
      const [input, weights, rows = null] = saved as [Tensor2D, Tensor2D, Tensor1D?];
      const form = { transposeA: true, transposeB: false, prepare, rests, picks };
      const dBias = bias && emptyTensor<Tensor1D>([bias.size]);
      const dKernel = product([input, dy], { ...form, sumsB: dBias !== null }, rows, dBias);
      const back = { transposeA: false, transposeB: true, picks };
      return {
        x: () =>
          activation === 'none'
            ? product([dy, weights], back, rows)
            : product([dy, weights], { ...back, finish: `let x = extra[at]; ${slope}` }, rows, input),
        kernel: () => dKernel,
        ...(dBias ? { bias: () => dBias } : {}),
      };
    },
  );
}

/**
 * [in, out] a^T b over the rows that count: of a product's right factor the gradient.
 * @param a [R, in];
 * @param b [R, out];
 * @param present as in `linear`
 */
export const productOverRows = (a: Tensor2D, b: Tensor2D, present: Tensor1D | null): Tensor2D =>
  onGpu()
    ? product([a, b], { transposeA: true, transposeB: false, picks: present !== null }, present)
    : tf.matMul(a, b, true, false);

function product(
  [a, b]: readonly [Tensor2D, Tensor2D],
  form: Form,
  present: Tensor1D | null,
  extra: Binding | null = null,
): Tensor2D {
  const { transposeA, transposeB } = form;
  const sizes: Product = {
    batch: 1,
    batchA: 1,
    batchB: 1,
    transposeA,
    transposeB,
    rows: a.shape[transposeA ? 1 : 0],
    inner: a.shape[transposeA ? 0 : 1],
    columns: b.shape[transposeB ? 0 : 1],
  };
  const out = emptyTensor<Tensor2D>([sizes.rows, sizes.columns]);
  runProduct('linear', sizes, form, { a, b, result: out, picks: present, extra });
  return out;
}
