import { defineBlock } from '../block';
import { float, int, tables } from '../../document/params';
import { inferFields } from '../fields/infer-fields';
import { earlierSessions } from './window';

/**
 * The sessions before the last one, which `short-term` reads: SDM's L^u. With the same gap the two share no event and
 * leave none out but by their lengths and the days. Days are counted per event, back from the first event of the last
 * session. Empty where the whole past is one session. While training, each event is hidden with probability `dropout`,
 * as those of a history are.
 */
export default defineBlock({
  id: 'long-term',
  formerIds: [],
  family: 'sequence',
  sides: ['user'],
  source: 'SDM, CIKM 2019, section 3.1: the sessions L^u before the most recent one, within 7 days',
  inputs: {},
  outputs: { sequence: 'sequence' },
  params: {
    tables: tables('item'),
    length: int({ default: 50, min: 1, max: 200, unit: 'events' }),
    dropout: float({ default: 0.3, min: 0, max: 0.9, step: 0.05 }),
    gap: int({ default: 30, min: 1, max: 10_080, unit: 'minutes' }),
    days: int({ default: 7, min: 0, max: 3650, unit: 'days' }),
  },
  lookups: ({ tables: own, length, gap, days }) => ({
    events: { tables: own, at: 'history', length, window: earlierSessions(gap, days) },
  }),
  infer(_, params, schema) {
    const found = inferFields(params.tables, schema);
    return 'code' in found
      ? found
      : {
          sequence: {
            kind: 'sequence',
            ...found,
            length: params.length,
            past: `earlier sessions, ${params.gap}, ${params.days}`,
          },
        };
  },
  weights: () => ({}),
  cost: () => ({ flops: 0 }),
});
