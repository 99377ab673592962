import { defineBlock } from '../block';
import { itemField, userField } from '../../document/params';

/**
 * What a field of the user or the event and a field of a candidate have in common: 1 where they share any value, and
 * the share of the candidate's values that the other field holds. Values are compared as they are written; those that
 * are missing or unknown match nothing, and unknown ones are not counted. The share is of the candidate's values, and
 * not of all that either holds (Jaccard), which would fall with how many values the user's field lists. Numbers as they
 * are: nothing is learnt here.
 */
export default defineBlock({
  id: 'field-match',
  formerIds: [],
  family: 'crossing',
  sides: ['match'],
  source:
    'cross-product transformation, joined over the values: Wide & Deep, DLRS 2016, section 3.1; cross features of a pre-ranker: COLD, DLP-KDD 2020, section 3.3',
  inputs: {},
  outputs: { vector: 'vector' },
  params: { user: userField({ many: true }), item: itemField({ many: true }) },
  fieldMatch: (params) => params,
  infer: () => ({
    vector: {
      kind: 'vector',
      width: 2,
      parts: [
        { name: 'match', width: 1 },
        { name: 'share', width: 1 },
      ],
    },
  }),
  weights: () => ({}),
  cost: () => ({ flops: 0 }),
});
