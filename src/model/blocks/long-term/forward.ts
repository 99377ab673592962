import type { Forward } from '../block';
import { sequenceOf } from '../history/sequence';
import type block from './block';
import { earlierSessions } from './window';

const forward: Forward<typeof block> = (_, __, { length, dropout, gap, days }, ctx) => ({
  sequence: sequenceOf(length, ctx.training ? dropout : 0, ctx, earlierSessions(gap, days)),
});

export default forward;
