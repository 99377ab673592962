import { linear } from '../../../engine/kernels/linear/linear';
import { multiplyAdd } from '../../../engine/kernels/multiply-add/multiply-add';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D } from '../../../engine/tf';
import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = ({ vector }, weights, { version, layers, project }) => {
  const first = vector.values;
  let values = first;
  for (let layer = 1; layer <= layers; layer++) {
    const kernel = weights[`layer${layer}/kernel`] as Tensor2D;
    const bias = weights[`layer${layer}/bias`] as Tensor1D;
    values =
      version === 'v1'
        ? multiplyAdd(first, tf.matMul(values, kernel), tf.add(values, bias))
        : multiplyAdd(first, linear(values, kernel, bias), values);
  }
  return { vector: { values: project > 0 ? tf.matMul(values, weights.projection as Tensor2D) : values } };
};

export default forward;
