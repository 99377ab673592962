import type { Forward } from '../block';
import { sequenceOf } from '../history/sequence';
import type block from './block';

const forward: Forward<typeof block> = (_, __, { length, dropout }, ctx) => ({
  sequence: sequenceOf(length, ctx.training ? dropout : 0, ctx),
});

export default forward;
