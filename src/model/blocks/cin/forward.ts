import * as tf from '@tensorflow/tfjs';
import type { Tensor2D } from '@tensorflow/tfjs';
import { concatColumns } from '../../../engine/kernels/concat/concat';
import type { Forward } from '../../block';
import { crossedValues } from '../fm/crossed-values';
import type block from './block';

const forward: Forward<typeof block> = ({ fields }, weights, { layers, activation }) => {
  const given = crossedValues(fields);
  const [rows, count, width] = given.shape;
  // Fields last: the maps of a layer are then a plain matrix product over all rows and coordinates at once.
  const first = tf.transpose(given, [0, 2, 1]);
  let maps = first;
  const sums = layers.map((next, layer): Tensor2D => {
    const before = maps.shape[2];
    const kernel = weights[`layer${layer + 1}/kernel`] as Tensor2D;
    if (activation === 'identity' && layer === layers.length - 1) {
      // Nothing stands between the products and their sum over the width: as an inner product the products are never stored.
      return tf.matMul(tf.reshape(tf.matMul(maps, first, true), [rows, before * count]), kernel);
    }
    const products = tf.matMul(tf.reshape(maps, [rows * width, before, 1]), tf.reshape(first, [rows * width, 1, count]));
    const mixed = tf.matMul(tf.reshape(products, [rows * width, before * count]), kernel);
    maps = tf.reshape(activation === 'relu' ? tf.relu(mixed) : mixed, [rows, width, next]);
    return tf.sum(maps, 1);
  });
  return { vector: { values: concatColumns(sums) } };
};

export default forward;
