/**
 * The activation unit of DIN (Zhou et al., KDD 2018, fig. 2): how much each past event speaks for each candidate. Its
 * first layer is one matrix of what the two are, and of their product; the parts of event and candidate alone are made
 * once for all pairs, and come ready.
 */
import { onGpu, onPlainTfjs } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor2D, Tensor4D } from '../../tf';
import { linear } from '../linear/linear';
import { presentRows } from '../present-rows/present-rows';
import { unitsOnCpu } from './on-cpu';

/** R rows of users, T events of each, C candidates of each, D numbers of both, H units. */
export interface UnitInputs {
  /** [R, T]; 1 = an event */
  mask: Tensor2D;
  /** [R T, D] */
  events: Tensor2D;
  /** [R C, D] */
  items: Tensor2D;
  /** [R T, H], bias included; [R C, H] */
  ofEvents: Tensor2D;
  ofItems: Tensor2D;
  /** [D, H], of the products; [H, 1] */
  kernel: Tensor2D;
  output: Tensor2D;
}

/**
 * [R C, T] output . relu(ofEvents + ofItems + (event ⊙ item) kernel), which for an event that is not there is 0; with a
 * gradient. On a CPU nothing is made for those that are not there.
 */
export function activationUnit(inputs: UnitInputs): Tensor2D {
  if (!onGpu() && !onPlainTfjs()) return unitsOnCpu(inputs);
  const { mask, events, items, ofEvents, ofItems, kernel, output } = inputs;
  const [rows, length] = mask.shape;
  const [pairs, width] = items.shape;
  const hidden = kernel.shape[1];
  const each = pairs / rows;
  // Of every pair the events that are there; for the others nothing is computed.
  const there = tf.mul(tf.reshape(mask, [rows, 1, length]), tf.ones([1, each, 1]));
  const met = presentRows(there);
  const products: Tensor4D = tf.mul(
    tf.reshape(events, [rows, 1, length, width]),
    tf.reshape(items, [rows, each, 1, width]),
  );
  const ofProducts = linear(tf.reshape(products, [pairs * length, width]) as Tensor2D, kernel, null, 'none', met);
  const units: Tensor4D = tf.add(
    tf.reshape(ofProducts, [rows, each, length, hidden]),
    tf.add(tf.reshape(ofEvents, [rows, 1, length, hidden]), tf.reshape(ofItems, [rows, each, 1, hidden])),
  );
  const logits = linear(tf.reshape(units, [pairs * length, hidden]) as Tensor2D, output, null, 'relu', met);
  return tf.reshape(logits, [pairs, length]);
}
