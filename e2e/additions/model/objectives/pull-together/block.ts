import { defineBlock, port } from '../../blocks/block';
import { objectiveWeight } from '../../document/params';

export default defineBlock({
  id: 'pull-together',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source: 'softplus(-s+), the mean over the rows',
  inputs: { pairing: port('pairing') },
  outputs: { loss: 'internal' },
  params: { weight: objectiveWeight },
  infer: () => ({ loss: { kind: 'internal', shape: '[]' } }),
  weights: () => ({}),
  cost: ({ pairing }) => ({ flops: 2 * pairing.width }),
});
