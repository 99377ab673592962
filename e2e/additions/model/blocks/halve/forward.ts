import * as tf from '@tensorflow/tfjs';
import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = ({ vector }, _, { by }) => ({
  vector: { values: tf.mul(vector.values, 1 / by) },
});

export default forward;
