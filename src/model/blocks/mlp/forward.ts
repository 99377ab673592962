import * as tf from '@tensorflow/tfjs';
import type { Tensor2D } from '@tensorflow/tfjs';
import type { Forward } from '../../block';
import type block from './block';

/** Slope of the leaky ReLU below zero, PyTorch's default. */
const LEAK = 0.01;
const ACTIVATIONS = {
  relu: (x: Tensor2D): Tensor2D => tf.relu(x),
  tanh: (x: Tensor2D): Tensor2D => tf.tanh(x),
  'leaky-relu': (x: Tensor2D): Tensor2D => tf.leakyRelu(x, LEAK),
};

const forward: Forward<typeof block> = ({ vector }, weights, params) => {
  const activate = ACTIVATIONS[params.activation];
  let values = vector.values;
  for (let layer = 1; layer <= params.widths.length; layer++) {
    const linear = tf.add(tf.matMul(values, weights[`layer${layer}/kernel`] as Tensor2D), weights[`layer${layer}/bias`]!) as Tensor2D;
    values = layer === params.widths.length && params.lastLinear ? linear : activate(linear);
  }
  return { vector: { values } };
};

export default forward;
