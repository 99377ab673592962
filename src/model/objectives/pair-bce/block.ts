import { defineBlock, port } from '../../blocks/block';
import { objectiveWeight, toggle } from '../../document/params';
import { candidateParams, candidatesOf } from '../candidate-params';

/**
 * Weighted mean over the candidates of log(1 + e^z) - y z, the logistic loss of being taken. Its sigmoid is a
 * probability among candidates like those it was trained on, one in `candidates` of which was taken.
 */
export default defineBlock({
  id: 'pair-bce',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source: 'standard; of a pre-ranker: COLD, DLP-KDD 2020',
  inputs: { logits: port('logits') },
  outputs: { loss: 'internal' },
  params: { weight: objectiveWeight, ...candidateParams, rowWeights: toggle(true) },
  hardNegatives: () => 'none',
  candidates: candidatesOf,
  infer: () => ({ loss: { kind: 'internal', shape: '[]' } }),
  weights: () => ({}),
  cost: () => ({ flops: 0 }),
});
