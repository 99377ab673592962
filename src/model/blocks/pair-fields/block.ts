import { defineBlock } from '../block';
import { int, itemField } from '../../document/params';

/**
 * What a user and a candidate have in common by one field of the items: log(1 + n) of the n events of the past whose
 * item shares a value with the candidate, and 1 / (1 + d), d the days since the newest of them, 0 where there is none.
 * Counted over the last `length` events strictly before the moment that is asked about; missing and unknown values
 * match nothing. Numbers as they are: nothing is learnt here.
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
  },
  pairFields: ({ field, length }) => ({ field, length }),
  infer: () => ({
    vector: {
      kind: 'vector',
      width: 2,
      parts: [
        { name: 'count', width: 1 },
        { name: 'recency', width: 1 },
      ],
    },
  }),
  weights: () => ({}),
  cost: () => ({ flops: 0 }),
});
