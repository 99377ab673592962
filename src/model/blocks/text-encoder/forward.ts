import { historyShares } from '../../../engine/kernels/history-shares/history-shares';
import { layerNorm, sumAndNorm } from '../../../engine/kernels/layer-norm/layer-norm';
import { linear, type Activation } from '../../../engine/kernels/linear/linear';
import { presentRows } from '../../../engine/kernels/present-rows/present-rows';
import { selfAttention } from '../../../engine/kernels/self-attention/self-attention';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D, Tensor3D } from '../../../engine/tf';
import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = (
  { tokens: { values, mask } },
  weights,
  { layers, heads, dropout, pool },
  ctx,
) => {
  const [rows, length, width] = values.shape;
  const present = presentRows(mask);
  const map = (x: Tensor2D, name: string, activation: Activation = 'none'): Tensor2D =>
    linear(x, weights[`${name}/kernel`] as Tensor2D, weights[`${name}/bias`] as Tensor1D, activation, present);
  const dropped = (name: string, x: Tensor2D): Tensor2D =>
    ctx.training && dropout > 0 ? ctx.dropout(name, x, { rate: dropout, factor: 1 / (1 - dropout) }) : x;
  // Tokens of all rows one below the other: [R x T, D].
  let h: Tensor2D = tf.reshape(tf.add(values, weights.position!), [rows * length, width]);
  let normed = layerNorm(h);
  for (let layer = 1; layer <= layers; layer++) {
    const name = `layer${layer}`;
    const attended = map(selfAttention(map(normed, `${name}/qkv`), mask, heads), `${name}/output`);
    [h, normed] = sumAndNorm(h, dropped(`${name}/attention`, attended));
    const expanded = map(normed, `${name}/expand`);
    ctx.rectified(expanded, mask);
    const fed = map(expanded, `${name}/contract`, 'relu');
    const last = dropped(`${name}/feed-forward`, fed);
    // The last sum is read as its norm alone.
    if (layer < layers) [h, normed] = sumAndNorm(h, last);
    else normed = layerNorm(tf.add(h, last));
  }
  const shares =
    pool === 'mean' ? historyShares({ mask, halfLife: null, position: null }) : tf.mul(mask, firstOf(length));
  const pooled = tf.matMul(tf.expandDims(shares, 1), tf.reshape(normed, [rows, length, width]) as Tensor3D);
  return { vector: { values: tf.reshape(pooled, [rows, width]) as Tensor2D } };
};

export default forward;

/** [1, T], 1 for the first token. */
const firstOf = (length: number): Tensor2D => tf.tensor2d([1, ...Array<number>(length - 1).fill(0)], [1, length]);
