import * as tf from '@tensorflow/tfjs';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import type { Context, Forward } from '../../block';
import type { PortValues } from '../../ports';
import type block from './block';

const forward: Forward<typeof block> = (_, __, { length, dropout }, ctx) => ({ sequence: sequenceOf(length, ctx.training ? dropout : 0, ctx) });

export default forward;

/** Rows and ages are made where somebody asks for them: pooling needs neither. */
function sequenceOf(length: number, dropout: number, ctx: Context): PortValues['sequence'] {
  const history = ctx.history(length);
  const kept = dropout === 0 ? null : tf.cast(tf.greaterEqual(ctx.uniform('event', history.mask.shape), dropout), 'float32');
  const shown = (x: tf.Tensor) => (kept ? tf.mul(x, kept) : x) as Tensor2D;
  const pool = ctx.pooledLookup('events');
  return {
    get values() {
      return ctx.lookup('events') as Tensor4D;
    },
    mask: shown(history.mask),
    get ageDays() {
      return shown(history.ageDays);
    },
    ...(pool ? { pool } : {}),
  };
}
