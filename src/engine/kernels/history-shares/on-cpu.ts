/** `historyShares` on the CPU path. */
import { differentiable } from '../../differentiable';
import { hostArray } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor2D } from '../../tf';
import type { HistorySharesInput } from './history-shares';

/** @see historyShares */
export function historySharesOnCpu({ mask, halfLife, position }: HistorySharesInput): Tensor2D {
  const [rows, events] = mask.shape;
  return differentiable<Tensor2D>(
    position ? { position } : {},
    (save) => {
      const learnt = position && hostArray(position);
      const logits = Float64Array.from(
        { length: events },
        (_, age) => (halfLife === null ? 0 : (-Math.LN2 * age) / halfLife) + (learnt ? learnt[age]! : 0),
      ).reverse();
      const shares = tf.tensor2d(sharesOf(hostArray(mask), logits), mask.shape);
      save(shares);
      return shares;
    },
    (dy, [shares]) => ({
      position: () => tf.tensor1d(positionSlopes(hostArray(shares!), hostArray(dy), rows, events)),
    }),
  );
}

/** @param logits [events] of each column */
function sharesOf(mask: Float32Array, logits: Float64Array): Float32Array {
  const events = logits.length;
  const shares = new Float32Array(mask.length);
  // Most rows have the event of the largest logit: the powers are the same then.
  const whole = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - whole));
  for (let first = 0; first < mask.length; first += events) {
    let largest = -Infinity;
    for (let t = 0; t < events; t++) if (mask[first + t]! > 0) largest = Math.max(largest, logits[t]!);
    let sum = 0;
    for (let t = 0; t < events; t++) {
      if (!(mask[first + t]! > 0)) continue;
      const share = largest === whole ? powers[t]! : Math.exp(logits[t]! - largest);
      shares[first + t] = share;
      sum += share;
    }
    if (sum !== 0) for (let t = first; t < first + events; t++) shares[t]! /= sum;
  }
  return shares;
}

/** d logit = share (dy - sum of share x dy over the row); [events] sums over the rows, the newest first. */
function positionSlopes(shares: Float32Array, dy: Float32Array, rows: number, events: number): Float32Array {
  const slopes = new Float32Array(events);
  for (let row = 0; row < rows; row++) {
    const first = row * events;
    let mean = 0;
    for (let t = first; t < first + events; t++) mean += shares[t]! * dy[t]!;
    for (let t = 0; t < events; t++) slopes[events - 1 - t]! += shares[first + t]! * (dy[first + t]! - mean);
  }
  return slopes;
}
