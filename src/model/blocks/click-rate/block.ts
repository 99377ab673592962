import { defineBlock } from '../block';
import { int } from '../../document/params';

/**
 * Of the candidate's impressions before the moment that is asked about the share that was taken: its log-odds above
 * those of all items, log((k + p m) / (n - k + p (1 - m))) - log(m / (1 - m)), k taken of n, m the mean rate, p =
 * `prior`; and log(1 + n), how much that rests on. Counted in the training part, strictly before the moment, without
 * the user who is asked about (see `data/click-rates.ts`). Numbers as they are: nothing is learnt here.
 */
export default defineBlock({
  id: 'click-rate',
  formerIds: [],
  family: 'crossing',
  sides: ['match'],
  source: 'historical click-through rate: Richardson et al., WWW 2007; statistics as features: COLD, DLP-KDD 2020',
  inputs: {},
  outputs: { vector: 'vector' },
  params: { prior: int({ default: 20, min: 1, max: 100_000 }) },
  clickRates: (params) => params,
  infer: () => ({
    vector: {
      kind: 'vector',
      width: 2,
      parts: [
        { name: 'rate', width: 1 },
        { name: 'count', width: 1 },
      ],
    },
  }),
  weights: () => ({}),
  cost: () => ({ flops: 0 }),
});
