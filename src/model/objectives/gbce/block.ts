import { defineBlock, port } from '../../blocks/block';
import { float, int } from '../../document/params';
import { likelihoodParams } from '../likelihood-params';
import { maskParams } from '../negative-params';

/**
 * -(beta log s(x+) + sum_k log(1 - s(x-))) over a row's own item and N items drawn from the catalogue alike, which all
 * rows of a batch share, accidental hits left out; the mean is over the row-weighted pairs. With a sampling rate
 * alpha = N / (items - 1), beta = alpha (t (1 - 1 / alpha) + 1 / alpha), which is 1 - t (1 - alpha): sampled negatives
 * are fewer than those of the catalogue, and unless the positive counts less the scores are overconfident. t = 0 is
 * binary cross-entropy, t = 1 calibrates the probabilities.
 */
export default defineBlock({
  id: 'gbce',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source: 'gSASRec: Petrov and Macdonald, RecSys 2023; t = 0: SASRec, ICDM 2018, whose rows draw one item each',
  inputs: { pairing: port('pairing') },
  outputs: { loss: 'internal' },
  params: {
    ...likelihoodParams,
    sampled: int({ default: 256, min: 1, max: 8192 }),
    calibration: float({ default: 0.75, min: 0, max: 1, step: 0.05 }),
    ...maskParams,
  },
  samples: ({ sampled }) => ({ count: sampled, by: 'uniform' }),
  hardNegatives: () => 'none',
  readsHits: ({ sameItem, sameUser }) => sameItem || sameUser,
  infer: () => ({ loss: { kind: 'internal', shape: '[]' } }),
  weights: () => ({}),
  cost: ({ pairing }, { sampled }) => ({ flops: 2 * pairing.width * (1 + sampled) }),
});
