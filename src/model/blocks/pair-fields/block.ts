import { defineBlock } from '../block';
import { int, itemField, toggle } from '../../document/params';

/**
 * What a user and a candidate have in common by one field of the items: log(1 + n) of the n events of the past whose
 * item shares a value with the candidate, 1 / (1 + d), d the days since the newest of them, and with `position`
 * 1 / (1 + k), k the events of the past that are newer than that one; 0 where there is none. Events of one moment stand
 * in the order of the log, as in `event-times`. Counted over the last `length` events strictly before the moment that
 * is asked about; missing and unknown values match nothing. Numbers as they are: nothing is learnt here.
 */
export default defineBlock({
  id: 'pair-fields',
  formerIds: [],
  family: 'crossing',
  sides: ['match'],
  source: 'cross features of a pre-ranker: COLD, DLP-KDD 2020, section 3.3',
  inputs: {},
  outputs: { vector: 'vector' },
  params: {
    field: itemField({ many: true }),
    length: int({ default: 50, min: 1, max: 200, unit: 'events' }),
    position: toggle(false),
  },
  pairFields: (params) => params,
  infer: (_, { position }) => ({
    vector: {
      kind: 'vector',
      width: position ? 3 : 2,
      parts: [
        { name: 'count', width: 1 },
        { name: 'recency', width: 1 },
        ...(position ? [{ name: 'position', width: 1 }] : []),
      ],
    },
  }),
  weights: () => ({}),
  cost: () => ({ flops: 0 }),
});
