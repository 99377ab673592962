/** The events of several sequences of one past as one: each event with the fields of all of them. */
import { concatColumns } from '../../../engine/kernels/concat/concat';
import * as tf from '../../../engine/tf';
import type { Tensor2D, Tensor3D } from '../../../engine/tf';
import type { Typed } from '../block';

/**
 * values [R, T, W], the fields of every sequence side by side; mask [R, T]: an event that one of them hides is hidden.
 */
export function eventsOf(sequences: readonly Typed<'sequence'>[]): { values: Tensor3D; mask: Tensor2D } {
  const [rows = 0, events = 0] = sequences[0]?.mask.shape ?? [];
  const flat = sequences.map(
    ({ type, values }) => tf.reshape(values, [rows * events, type.names.length * type.width]) as Tensor2D,
  );
  const joined = concatColumns(flat);
  return {
    values: tf.reshape(joined, [rows, events, joined.shape[1]]),
    mask: sequences.map(({ mask }) => mask).reduce((a, b) => tf.mul(a, b)),
  };
}
