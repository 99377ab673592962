import type { Forward } from '../block';
import type block from './block';
import { sequenceOf } from './sequence';

const forward: Forward<typeof block> = (_, __, { length, dropout }, ctx) => ({
  sequence: sequenceOf(length, ctx.training ? dropout : 0, ctx),
});

export default forward;
