import { defineBlock, port } from '../../blocks/block';
import { likelihoodParams } from '../likelihood-params';
import { rowWeightParams } from '../row-weight-params';
import { candidateParams, candidatesOf } from '../candidate-params';

/**
 * Weighted mean over the rows of the cross-entropy of a softmax over each row's candidates. Of uniformly drawn
 * candidates it is the sampled softmax, whose log q is the same for all of them and cancels.
 *
 * With a teacher whose log-odds are s: (1 - lambda) of it + lambda T^2 H(softmax(s / T), softmax(z / T)), the second
 * over the candidates of the row that it scored, and H the cross-entropy; a row with fewer than two of them keeps the
 * first alone.
 */
export default defineBlock({
  id: 'list-softmax',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source:
    'ListNet, top one: Cao et al., ICML 2007; sampled softmax: Bengio and Senécal, 2008; temperature: Hinton et al., 2015',
  inputs: { logits: port('logits') },
  outputs: { loss: 'internal' },
  params: { ...likelihoodParams, ...candidateParams, ...rowWeightParams },
  hardNegatives: () => 'none',
  candidates: candidatesOf({ asLogOdds: false }),
  infer: () => ({ loss: { kind: 'internal', shape: '[]' } }),
  weights: () => ({}),
  cost: () => ({ flops: 0 }),
});
