import { layerNorm } from '../../../engine/kernels/layer-norm/layer-norm';
import * as tf from '../../../engine/tf';
import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = ({ vector }, { gain, shift }) => ({
  vector: { values: tf.add(tf.mul(layerNorm(vector.values), gain!), shift!) },
});

export default forward;
