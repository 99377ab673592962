/**
 * How much each event of a history counts: a softmax over those that are there, by age in events and by a learnt weight
 * of the position.
 */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, mainSource, onGpu, onPlainTfjs, runKernel } from '../../run-kernel';
import { sizeBuffer } from '../../size-buffer';
import { putTogether, walkGrid, walkSource } from '../../row-walk';
import * as tf from '../../tf';
import type { Tensor, Tensor1D, Tensor2D } from '../../tf';
import { historySharesOnCpu } from './on-cpu';

export interface HistorySharesInput {
  /** [R, T] 1 = an event; the newest is the last column. Not differentiated. */
  mask: Tensor2D;
  /** Events until a weight has halved; null = all weigh the same. */
  halfLife: number | null;
  /** [T] logit of each position, 0 = the newest; null = none. */
  position: Tensor1D | null;
}

/** Added to the logit of a masked event; exp of it is exactly 0 beside any real event. */
const MASKED = 1e9;

/**
 * [R, T]; the shares of a row sum to 1, or are all 0 where it has no event. One dispatch, and two for the gradient of
 * `position`.
 */
export function historyShares(input: HistorySharesInput): Tensor2D {
  const { mask, halfLife, position } = input;
  if (onPlainTfjs()) return composed(input);
  if (!onGpu()) return historySharesOnCpu(input);
  const [rows, events] = mask.shape;
  return differentiable<Tensor2D>(
    position ? { position } : {},
    (save) => {
      const shares = emptyTensor<Tensor2D>([rows, events]);
      runKernel(
        'history shares',
        sharesSource(halfLife, position !== null),
        [mask, shares, sizeBuffer([rows, events], 'storage'), ...(position ? [position] : [])],
        gridFor(rows),
      );
      save(shares);
      return shares;
    },
    (dy, saved) => ({
      position: () => {
        const slopes = emptyTensor([rows, events]);
        const sizes = sizeBuffer([rows, events], 'storage');
        runKernel('history logits gradient', SLOPES, [saved[0]!, dy, slopes, sizes], gridFor(rows));
        const dPosition = emptyTensor<Tensor>([events]);
        runKernel('history positions gradient', columnSums(), [slopes, dPosition, sizes], walkGrid(events));
        return dPosition;
      },
    }),
  );
}

/** In operations of tfjs. */
export function composed({ mask, halfLife, position }: HistorySharesInput): Tensor2D {
  const length = mask.shape[1];
  let logits: Tensor = tf.mul(tf.sub(mask, 1), MASKED);
  if (halfLife !== null)
    logits = tf.add(logits, tf.tensor1d(Array.from({ length }, (_, t) => (-Math.LN2 * (length - 1 - t)) / halfLife)));
  if (position) logits = tf.add(logits, tf.reverse(position));
  // Where every event is masked the softmax is over masked logits: the product makes it zero.
  return tf.mul(tf.softmax(logits), mask) as Tensor2D;
}

/** WGSL of `rows` and `events`: sizes lie in a buffer, so that no compiler unrolls a history. */
const sizesAt = (binding: number): string => `@group(0) @binding(${binding}) var<storage, read> sizes: array<u32>;`;
const SIZES = `
  let rows = sizes[0];
  let events = sizes[1];`;

const sharesSource = (halfLife: number | null, learnt: boolean): string => `
@group(0) @binding(0) var<storage, read> mask: array<f32>;
@group(0) @binding(1) var<storage, read_write> shares: array<f32>;
${sizesAt(2)}
${learnt ? '@group(0) @binding(3) var<storage, read> position: array<f32>;' : ''}
fn logit(age: u32) -> f32 { return ${[halfLife === null ? '0.0' : `f32(age) * f32(${-Math.LN2 / halfLife})`, ...(learnt ? ['position[age]'] : [])].join(' + ')}; }
${mainSource(`${SIZES}
  if (index >= rows) { return; }
  let first = index * events;
  var largest = f32(-${MASKED});
  for (var t = 0u; t < events; t++) { if (mask[first + t] > 0.0) { largest = max(largest, logit(events - 1u - t)); } }
  var sum = 0.0;
  for (var t = 0u; t < events; t++) {
    var share = 0.0;
    if (mask[first + t] > 0.0) { share = exp(logit(events - 1u - t) - largest); }
    shares[first + t] = share;
    sum += share;
  }
  if (sum > 0.0) { for (var t = 0u; t < events; t++) { shares[first + t] = shares[first + t] / sum; } }`)}`;

/** d logit = share (dy - sum of share x dy over the row) */
const SLOPES = `
@group(0) @binding(0) var<storage, read> shares: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> slopes: array<f32>;
${sizesAt(3)}
${mainSource(`${SIZES}
  if (index >= rows) { return; }
  let first = index * events;
  var mean = 0.0;
  for (var t = first; t < first + events; t++) { mean += shares[t] * dy[t]; }
  for (var t = first; t < first + events; t++) { slopes[t] = shares[t] * (dy[t] - mean); }`)}`;

/** Each position walks the rows. */
function columnSums(): string {
  const together = putTogether('sum', 'f32', 'return a + b;');
  return `
@group(0) @binding(0) var<storage, read> slopes: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
${sizesAt(2)}
${together.declared}
${walkSource(
  'sizes[1]',
  'sizes[0]',
  1,
  `
  var sum = 0.0;
  for (var at = begin; at < end; at++) { sum += slopes[at * sizes[1] + sizes[1] - 1u - row]; }
${together.after}
  if (lane == 0u) { result[row] = sum; }`,
)}`;
}
