import { defineBlock, port } from '../../blocks/block';
import { likelihoodParams } from '../likelihood-params';
import { rowWeightParams } from '../row-weight-params';
import { candidateParams, candidatesOf } from '../candidate-params';

/**
 * Weighted mean over the candidates of L(z, y) = log(1 + e^z) - y z, the logistic loss of being taken. Its sigmoid is a
 * probability among candidates like those it was trained on, one in `candidates` of which was taken.
 *
 * With a teacher whose log-odds of a candidate are s: (1 - lambda) L(z, y) + lambda T^2 L(z / T, sigmoid(s / T)), and
 * L(z, y) where it gave none.
 */
export default defineBlock({
  id: 'pair-bce',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source: 'standard; of a pre-ranker: COLD, DLP-KDD 2020; soft targets: Hinton et al., 2015',
  inputs: { logits: port('logits') },
  outputs: { loss: 'internal' },
  params: { ...likelihoodParams, ...candidateParams, ...rowWeightParams },
  hardNegatives: () => 'none',
  candidates: candidatesOf({ asLogOdds: true }),
  infer: () => ({ loss: { kind: 'internal', shape: '[]' } }),
  weights: () => ({}),
  cost: () => ({ flops: 0 }),
});
