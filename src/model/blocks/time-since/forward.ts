import * as tf from '../../../engine/tf';
import type { Tensor2D } from '../../../engine/tf';
import { bucketsOf } from '../age-buckets';
import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = ({ sequence }, { age }, { buckets, finest }) => {
  const { mask, ageDays } = sequence;
  const [rows, length] = mask.shape;
  const newest = (of: Tensor2D): Tensor2D => tf.slice(of, [0, length - 1], [rows, 1]);
  const bucket = tf.reshape(bucketsOf(newest(ageDays), buckets, finest), [rows, buckets]) as Tensor2D;
  return { vector: { values: tf.matMul(tf.mul(bucket, newest(mask)), age as Tensor2D) } };
};

export default forward;
