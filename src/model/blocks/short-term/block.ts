import { defineBlock } from '../block';
import { float, int, tables } from '../../document/params';
import { inferFields } from '../fields/infer-fields';
import { lastSession } from './window';

/**
 * The last session before the moment in question: SDM's S^u, the most recent one that is known then. It is the session
 * of the newest event of the past, and the event asked for has no part in it: where that event opens a new session,
 * this is the whole session before it; where it goes on with one, this is that session as far as it has come. Empty
 * only without any earlier event. The same in training, evaluation and serving (see data/sessions.ts, which says what a
 * session is). The gap begins at the 30 minutes of web analytics, not at the 10 of the paper, which are those of a
 * shop's app: logs of all kinds are brought here. While training, each event is hidden with probability `dropout`, as
 * those of a history are.
 */
export default defineBlock({
  id: 'short-term',
  formerIds: [],
  family: 'sequence',
  sides: ['user'],
  source: 'SDM, CIKM 2019, section 3.1: the most recent session S^u (gap of 10 minutes there)',
  inputs: {},
  outputs: { sequence: 'sequence' },
  params: {
    tables: tables('item'),
    length: int({ default: 20, min: 1, max: 200, unit: 'events' }),
    dropout: float({ default: 0, min: 0, max: 0.9, step: 0.05 }),
    gap: int({ default: 30, min: 1, max: 10_080, unit: 'minutes' }),
  },
  lookups: ({ tables: own, length, gap }) => ({
    events: { tables: own, at: 'history', length, window: lastSession(gap) },
  }),
  infer(_, params, schema) {
    const found = inferFields(params.tables, schema);
    return 'code' in found
      ? found
      : { sequence: { kind: 'sequence', ...found, length: params.length, past: `last session, ${params.gap}` } };
  },
  weights: () => ({}),
  cost: () => ({ flops: 0 }),
});
