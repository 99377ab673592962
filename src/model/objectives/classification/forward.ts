import { FIRST_VALUE } from '../../../data/dataset';
import { labelShares } from '../../../engine/kernels/label-shares/label-shares';
import { linear } from '../../../engine/kernels/linear/linear';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D } from '../../../engine/tf';
import type { Forward } from '../../blocks/block';
import { ofRows } from '../../blocks/own-rows';
import { weightOfRows, weightedMean } from '../row-scores';
import type block from './block';

const forward: Forward<typeof block> = ({ vector }, weights, params, { pairs, column, detach, probe }) => {
  const { values, shares } = column(params.field);
  const logits = linear(
    ofRows(vector.values, values.shape[0]),
    weights['kernel'] as Tensor2D,
    weights['bias'] as Tensor1D,
  ); // [B, C]
  const targets = labelShares(values, shares, FIRST_VALUE, logits.shape[1]);
  const known = tf.sum(targets, 1, true); // [B, 1]: 1 where the item has a value, else 0
  const largest = detach(tf.max(logits, 1, true));
  const shifted: Tensor2D = tf.sub(logits, largest);
  const entropy = tf.sub(
    tf.mul(known, tf.log(tf.sum(tf.exp(shifted), 1, true))),
    tf.sum(tf.mul(targets, shifted), 1, true),
  ); // [B, 1]
  const weight: Tensor2D = tf.mul(known, tf.expandDims(weightOfRows(pairs, params), 1));
  probe('accuracy', () => {
    const right = tf.max(
      tf.mul(tf.cast(tf.greaterEqual(logits, largest), 'float32'), tf.cast(tf.greater(targets, 0), 'float32')),
      1,
      true,
    );
    return weightedMean(right, weight);
  });
  return { loss: { values: weightedMean(entropy, weight) }, logits: { values: logits } };
};

export default forward;
