import { defineBlock, port } from '../../blocks/block';
import { choice, float, objectiveWeight } from '../../document/params';
import { chosenParams, hardnessOf, maskParams, scoredNegatives } from '../negative-params';

/**
 * max(0, s- - s+ + margin) on the vectors that leave the match, or max(0, d+ - d- + margin) with d the squared
 * Euclidean distance; for a cosine d is 2 - 2 s. Without the match's scale: margins are in units of the cosine, and a
 * scale would only shrink them. The hardest negatives are found among the scores of the batch, which are there
 * block by block.
 */
export default defineBlock({
  id: 'triplet',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source: 'EBR, Huang et al., KDD 2020, section 2.2; hardest of the batch, margin and sum: Que2Search, KDD 2021',
  inputs: { pairing: port('pairing') },
  outputs: { loss: 'internal' },
  params: {
    weight: objectiveWeight,
    form: choice(['similarity', 'distance'], 'similarity'),
    margin: float({ default: 0.2, min: 0, max: 10, step: 0.05 }),
    reduction: choice(['mean', 'sum'], 'mean'),
    ...chosenParams,
    ...maskParams,
  },
  hardNegatives: hardnessOf,
  readsHits: ({ sameItem, sameUser }) => sameItem || sameUser,
  infer: () => ({ loss: { kind: 'internal', shape: '[]' } }),
  weights: () => ({}),
  probes: { active: { per: 'batch', labels: () => ['share'] } },
  cost: ({ pairing }, params) => ({ flops: 2 * pairing.width * (1 + scoredNegatives(params)) }),
});
