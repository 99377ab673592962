import { l2Normalise } from '../../../engine/kernels/l2-normalise/l2-normalise';
import { meanDistance } from '../../../engine/kernels/mean-distance/mean-distance';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D } from '../../../engine/tf';
import type { Forward } from '../../blocks/block';
import { ofRows } from '../../blocks/own-rows';
import { weightOfRows } from '../row-scores';
import type block from './block';

const forward: Forward<typeof block> = ({ augmented, pairing }, _, params, { pairs, detach, probe }) => {
  const rows = pairing.user.shape[0];
  const own = ofRows(augmented.values, rows);
  const mimicked = detach(params.side === 'user' ? ofRows(pairing.item, rows) : pairing.user);
  probe('likeness', () => cosine(own, mimicked));
  return { loss: { values: meanDistance(own, mimicked, weightOfRows(pairs, params)) } };
};

export default forward;

/** Of the rows of two matrices, [B]; 0 where one is zero, as an augmented vector is before it learns. */
const cosine = (a: Tensor2D, b: Tensor2D): Tensor1D => tf.sum(tf.mul(l2Normalise(a), l2Normalise(b)), 1);
