import { defineBlock, port } from '../block';
import { float } from '../../document/params';

/**
 * Inverted dropout: x keep / (1 - rate) while training, the identity otherwise. Counter-based: the same seed and step
 * drop the same numbers.
 */
export default defineBlock({
  id: 'dropout',
  formerIds: [],
  family: 'regulariser',
  sides: ['user', 'item', 'match'],
  source: 'Srivastava et al., JMLR 2014',
  inputs: { vector: port('vector') },
  outputs: { vector: 'vector' },
  params: { rate: float({ default: 0.2, min: 0, max: 0.9, step: 0.05 }) },
  infer: ({ vector }) => ({ vector }),
  weights: () => ({}),
  cost: ({ vector }) => ({ flops: 2 * vector.width }),
});
