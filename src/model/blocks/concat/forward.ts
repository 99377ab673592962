import { concatColumns } from '../../../engine/kernels/concat/concat';
import { linear } from '../../../engine/kernels/linear/linear';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D } from '../../../engine/tf';
import type { InputValues, Forward } from '../block';
import { vectorOf } from '../vector-of';
import type block from './block';

type Parts = InputValues<(typeof block)['inputs']>['parts'];

const forward: Forward<typeof block> = ({ parts }) => ({
  vector: vectorOf(
    () => concatColumns(parts.map(flat)),
    parts.some((part) => 'times' in part && part.times) ? (kernel, bias) => timesOf(parts, kernel, bias) : undefined,
  ),
});

export default forward;

const flat = (part: Parts[number]): Tensor2D =>
  'names' in part.type ? tf.reshape(part.values, [part.values.shape[0]!, widthOf(part)]) : (part.values as Tensor2D);

const widthOf = ({ type }: Parts[number]): number => ('names' in type ? type.names.length * type.width : type.width);

/** Each part by its rows of the matrix; those that have to be made all at once. The first one has the bias. */
function timesOf(parts: Parts, kernel: Tensor2D, bias: Tensor1D | null): Tensor2D {
  const sums: Tensor2D[] = [];
  const made: { values: Tensor2D; rows: Tensor2D }[] = [];
  let from = 0;
  for (const part of parts) {
    const rows: Tensor2D = tf.slice(kernel, [from, 0], [widthOf(part), kernel.shape[1]]);
    from += widthOf(part);
    if ('times' in part && part.times) sums.push(part.times(rows, sums.length === 0 ? bias : null));
    else made.push({ values: flat(part), rows });
  }
  if (made.length > 0)
    sums.push(
      linear(
        concatColumns(made.map(({ values }) => values)),
        tf.concat2d(
          made.map(({ rows }) => rows),
          0,
        ),
        sums.length === 0 ? bias : null,
      ),
    );
  return sums.reduce((sum, one) => tf.add(sum, one));
}
