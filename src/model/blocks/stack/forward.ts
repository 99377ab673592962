import { concatColumns } from '../../../engine/kernels/concat/concat';
import * as tf from '../../../engine/tf';
import type { Tensor2D, Tensor3D } from '../../../engine/tf';
import type { Forward } from '../block';
import { likeness } from '../capsules/likeness';
import type block from './block';

const forward: Forward<typeof block> = ({ vectors }, _, __, ctx) => {
  const [rows, width] = vectors[0]!.values.shape;
  const values = tf.reshape(concatColumns(vectors.map((vector) => vector.values)), [
    rows,
    vectors.length,
    width,
  ]) as Tensor3D;
  const first = tf.tensor2d(
    vectors.map((__, k) => (k === 0 ? 1 : 0)),
    [1, vectors.length],
  );
  // A step has no slope, and says so to tfjs, which knows none of a comparison.
  const active: Tensor2D = tf.maximum(tf.step(tf.max(tf.abs(values), 2)), first);
  ctx.probe('active', () => tf.sum(active, 1, true));
  if (vectors.length > 1) ctx.probe('similarity', () => likeness(values, active));
  return { interests: { values, active } };
};

export default forward;
