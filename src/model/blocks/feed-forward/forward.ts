import { layerNorm } from '../../../engine/kernels/layer-norm/layer-norm';
import { linear } from '../../../engine/kernels/linear/linear';
import { multiplyAdd } from '../../../engine/kernels/multiply-add/multiply-add';
import { presentRows } from '../../../engine/kernels/present-rows/present-rows';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D, Tensor4D } from '../../../engine/tf';
import type { Forward } from '../block';
import { eventsOf, withValues } from '../history/sequence';
import type block from './block';

const forward: Forward<typeof block> = ({ sequence }, weights, { norm, dropout }, ctx) => {
  const [rows, length] = sequence.mask.shape;
  const present = presentRows(sequence.mask);
  const layer = (x: Tensor2D, name: string, activation: 'none' | 'relu'): Tensor2D =>
    linear(x, weights[`${name}/kernel`] as Tensor2D, weights[`${name}/bias`] as Tensor1D, activation, present);
  const x = eventsOf(sequence);
  let made = layer(layer(norm === 'before' ? layerNorm(x) : x, 'inner', 'none'), 'output', 'relu');
  if (ctx.training && dropout > 0)
    made = ctx.dropout('feed-forward', made, { rate: dropout, factor: 1 / (1 - dropout) });
  const sum: Tensor2D = tf.add(x, made);
  const there = multiplyAdd(
    norm === 'after' ? layerNorm(sum) : sum,
    tf.reshape(sequence.mask, [rows * length, 1]),
    null,
  );
  return { sequence: withValues(sequence, tf.reshape(there, [rows, length, 1, x.shape[1]]) as Tensor4D) };
};

export default forward;
