import { defineBlock, port, type WeightSpec } from '../block';

/** z = x w + b: the score of a pair, by which its candidates are ranked, and the logit of its being taken. */
export default defineBlock({
  id: 'logits',
  formerIds: [],
  family: 'crossing',
  sides: ['match'],
  source: 'standard',
  inputs: { vector: port('vector') },
  outputs: { logits: 'logits' },
  params: {},
  infer: () => ({ logits: { kind: 'logits', classes: 1 } }),
  weights: ({ vector: { width } }): Record<string, WeightSpec> => ({
    kernel: { shape: [width, 1], init: { kind: 'glorot', fanIn: width, fanOut: 1 } },
    bias: { shape: [1], init: { kind: 'constant', value: 0 } },
  }),
  cost: ({ vector: { width } }) => ({ flops: 2 * width + 1 }),
});
