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
  words: {
    en: {
      title: 'Earlier sessions',
      about:
        'Events of the user’s sessions before the last one, oldest first, going back at most the given number of days (0 = no limit). Use the same gap as for the last session.',
      params: {
        tables: 'Embedding tables',
        length: 'Last events',
        dropout: 'Hide events (training)',
        gap: 'Gap between sessions (minutes)',
        days: 'Days back (0 = all)',
      },
    },
    zh: {
      title: '更早的会话',
      about:
        '用户在最近会话之前各次会话中的事件，由旧到新，从最近会话起最远回溯设定的天数（0 表示不限）。会话的区分方式与“最近会话”相同：两者请使用同一间隔。',
      params: {
        tables: '嵌入表',
        length: '最近事件数',
        dropout: '隐藏事件比例（训练时）',
        gap: '会话间隔（分钟）',
        days: '回溯天数（0 = 不限）',
      },
    },
  },
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
