import { defineBlock, port } from '../../blocks/block';
import { objectiveWeight } from '../../document/params';

export default defineBlock({
  id: 'pull-together',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source: 'softplus(-s+), the mean over the rows',
  words: {
    en: {
      title: 'Pull together',
      about: 'Each row’s own item should score high; nothing is pushed away.',
      params: { weight: 'Weight in the loss' },
    },
    zh: {
      title: '拉近',
      about: '每行自己的物品得分应高；不推开任何物品。',
      params: { weight: '在损失中的权重' },
    },
  },
  inputs: { pairing: port('pairing') },
  outputs: { loss: 'internal' },
  params: { weight: objectiveWeight },
  infer: () => ({ loss: { kind: 'internal', shape: '[]' } }),
  weights: () => ({}),
  cost: ({ pairing }) => ({ flops: 2 * pairing.width }),
});
