/** What the blocks of a transformer do around what each of them computes. */
import { layerNorm } from '../../engine/kernels/layer-norm/layer-norm';
import { multiplyAdd } from '../../engine/kernels/multiply-add/multiply-add';
import * as tf from '../../engine/tf';
import type { Tensor2D, Tensor4D } from '../../engine/tf';
import type { PortOf, PortValues } from '../document/ports';
import type { Context } from './block';
import { eventsOf, withValues } from './history/sequence';

export interface Residual {
  norm: 'before' | 'after';
  dropout: number;
  /** Of the draws of the dropout. */
  name: string;
}

/**
 * norm(x + dropout(change(x))), or x + dropout(change(norm(x))), for the fields of an event side by side; masked events
 * give zeros.
 * @param change [R x T, F x D] to the same shape
 */
export function withResidual(
  sequence: { type: PortOf<'sequence'> } & PortValues['sequence'],
  change: (x: Tensor2D) => Tensor2D,
  { norm, dropout, name }: Residual,
  ctx: Context,
): PortValues['sequence'] {
  const [rows, length] = sequence.mask.shape;
  const x = eventsOf(sequence);
  const made = change(norm === 'before' ? layerNorm(x) : x);
  const sum: Tensor2D =
    ctx.training && dropout > 0
      ? ctx.dropout(name, made, { rate: dropout, factor: 1 / (1 - dropout) }, x)
      : tf.add(x, made);
  const there = multiplyAdd(
    norm === 'after' ? layerNorm(sum) : sum,
    tf.reshape(sequence.mask, [rows * length, 1]),
    null,
  );
  return withValues(sequence, tf.reshape(there, [rows, length, 1, x.shape[1]]) as Tensor4D);
}
