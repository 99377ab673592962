import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import type { Context, Forward } from '../../block';
import type { PortValues } from '../../ports';
import type block from './block';

const forward: Forward<typeof block> = (_, __, { length, dropout }, ctx) => ({ sequence: sequenceOf(length, ctx.training ? dropout : 0, ctx) });

export default forward;

/** Rows and ages are made where somebody asks for them: pooling needs neither. */
function sequenceOf(length: number, dropout: number, ctx: Context): PortValues['sequence'] {
  const history = ctx.history(length);
  // The same events for both: the draws have one name.
  const shown = (x: Tensor) => (dropout === 0 ? x : ctx.dropout('event', x, { rate: dropout, factor: 1 })) as Tensor2D;
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
