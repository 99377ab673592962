import { defineBlock, port } from '../../blocks/block';
import { likelihoodParams } from '../likelihood-params';
import { chosenParams, hardnessOf, maskParams, scoredNegatives } from '../negative-params';

/**
 * -log sigmoid(s+ - s-) of the match's scores, with its scale; the mean over the row-weighted pairs. The hardest
 * negative takes one B x B buffer.
 */
export default defineBlock({
  id: 'bpr',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source: 'Rendle et al., UAI 2009, without its penalty on the weights',
  inputs: { pairing: port('pairing') },
  outputs: { loss: 'internal' },
  params: { ...likelihoodParams, ...chosenParams, ...maskParams },
  hardNegatives: hardnessOf,
  readsHits: ({ sameItem, sameUser }) => sameItem || sameUser,
  infer: () => ({ loss: { kind: 'internal', shape: '[]' } }),
  weights: () => ({}),
  cost: ({ pairing }, params) => ({ flops: 2 * pairing.width * (1 + scoredNegatives(params)) }),
});
