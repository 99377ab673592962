import { FIRST_VALUE } from '../../../data/dataset';
import { distinctColumns } from '../../../engine/kernels/distinct-columns/distinct-columns';
import * as tf from '../../../engine/tf';
import type { Scalar, Tensor1D, Tensor2D } from '../../../engine/tf';
import type { Forward, ItemColumn } from '../../blocks/block';
import type { PortValues } from '../../document/ports';
import { ofRows } from '../../blocks/own-rows';
import { total } from '../row-scores';
import { CATEGORIES } from './block';
import type block from './block';

const forward: Forward<typeof block> = ({ pairing }, _, { field, least }, { pairs, column, probe }) => {
  const distinct = distinctColumns(pairs.hits, pairs.realColumn as Tensor1D);
  const enough = () => {
    const members = membersOf(column(field), distinct);
    return tf.mul(members, isEnough(tf.sum(members, 1, true), least)); // [C, B]
  };
  probe('categories', () => tf.sum(tf.max(enough(), 1)));
  probe('items', () => tf.div(tf.sum(tf.max(enough(), 0)), tf.sum(distinct)));
  return { loss: { values: alignment(pairing, column(field), distinct, least) } };
};

export default forward;

/** @param distinct [B] 1 = the row is the first real one of its item */
export function alignment(
  pairing: PortValues['pairing'],
  column: ItemColumn,
  distinct: Tensor1D,
  least: number,
): Scalar {
  const members = membersOf(column, distinct);
  const categories = members.shape[0];
  const counts: Tensor2D = tf.sum(members, 1, true); // [C, 1]
  const covariances = covariancesOf(ofRows(pairing.item, pairing.user.shape[0]), members, counts);
  // Equal counts are told apart by their place, so that exactly one category is the major one.
  const order = tf.sub(tf.mul(counts, categories), tf.reshape(tf.range(0, categories), [-1, 1]));
  const major = tf.cast(tf.equal(order, tf.max(order)), 'float32');
  const difference = tf.sub(covariances, tf.matMul(major, covariances, true));
  return total(tf.mul(isEnough(counts, least), tf.square(difference)));
}

/** [C, B] 1 = the row is the first real one of its item, and of this category among others. */
function membersOf({ values, rows }: Pick<ItemColumn, 'values' | 'rows'>, distinct: Tensor1D): Tensor2D {
  const [size, slots] = values.shape;
  const categories = Math.max(1, Math.min(rows - FIRST_VALUE, CATEGORIES)); // C
  const category = tf.reshape(tf.range(FIRST_VALUE, FIRST_VALUE + categories), [-1, 1, 1]);
  const isOf = tf.cast(tf.equal(tf.reshape(values, [1, size, slots]), category), 'float32'); // [C, B, L]
  return tf.mul(slots === 1 ? tf.reshape(isOf, [categories, size]) : tf.max(isOf, 2), distinct);
}

/** [C, 1] 1 = a category has so many items. */
const isEnough = (counts: Tensor2D, least: number): Tensor2D => tf.cast(tf.greaterEqual(counts, least), 'float32');

/** [C, D x D]: of the vectors [B, D] of each category. */
function covariancesOf(vectors: Tensor2D, members: Tensor2D, counts: Tensor2D): Tensor2D {
  const [categories, rows] = members.shape;
  const width = vectors.shape[1];
  const means = tf.div(tf.matMul(members, vectors), tf.maximum(counts, 1)); // [C, D]
  // [C, B, D]: a row may be of several categories.
  const centred = tf.sub(tf.reshape(vectors, [1, rows, width]), tf.reshape(means, [categories, 1, width]));
  const apart = tf.mul(tf.reshape(members, [categories, rows, 1]), centred);
  const products = tf.reshape(tf.matMul(apart, apart, true), [categories, width * width]);
  return tf.div(products, tf.maximum(tf.sub(counts, 1), 1));
}
