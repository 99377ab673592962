import { defineBlock, port, type WeightSpec } from '../../blocks/block';
import { float, toggle } from '../../document/params';
import { likelihoodParams } from '../likelihood-params';
import { chosenParams, hardnessOf, maskParams, scoredNegatives } from '../negative-params';

/**
 * A row's own item has label 1, its negatives have label 0, accidental hits left out. The logit is the match's score,
 * which has the scale, plus a bias that serving never sees. The mean is over the row-weighted pairs, positives and
 * negatives alike. With the hardest negative and no bias it is Que2Search's second stage, -log s(s cos+) - log(1 - s(s
 * cos-)), halved; the second term is printed there with the other sign.
 */
export default defineBlock({
  id: 'in-batch-bce',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source:
    'DAT, DLP-KDD 2021, L_p, with the scale it lacks in print; hardest of the batch: Que2Search, KDD 2021, eq. 4 with its sign mended; learnt bias: Zhai et al., ICCV 2023',
  inputs: { pairing: port('pairing') },
  outputs: { loss: 'internal' },
  params: {
    ...likelihoodParams,
    ...chosenParams,
    bias: float({ default: 0, min: -20, max: 20, step: 0.5 }),
    learnBias: toggle(false),
    ...maskParams,
  },
  hardNegatives: hardnessOf,
  readsHits: ({ sameItem, sameUser }) => sameItem || sameUser,
  infer: () => ({ loss: { kind: 'internal', shape: '[]' } }),
  weights: (_, { bias, learnBias }): Record<string, WeightSpec> =>
    learnBias ? { bias: { shape: [1], init: { kind: 'constant', value: bias } } } : {},
  probes: { bias: { per: 'batch', labels: (_, { learnBias }) => (learnBias ? ['bias'] : []) } },
  cost: ({ pairing }, params) => ({ flops: 2 * pairing.width * (1 + scoredNegatives(params)) }),
});
