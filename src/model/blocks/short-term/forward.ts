import type { Forward } from '../block';
import { sequenceOf } from '../history/sequence';
import type block from './block';
import { lastSession } from './window';

const forward: Forward<typeof block> = (_, __, { length, dropout, gap }, ctx) => ({
  sequence: sequenceOf(length, ctx.training ? dropout : 0, ctx, lastSession(gap)),
});

export default forward;
