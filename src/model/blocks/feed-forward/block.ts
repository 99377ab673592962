import { defineBlock, port, type WeightSpec } from '../block';
import { choice, float, int } from '../../document/params';

/**
 * y = norm(x + dropout(f(x))), or x + dropout(f(norm(x))), with f(x) = relu(x W1 + b1) W2 + b2, for the fields of each
 * event side by side and no event seeing another. Norms have no gain and shift: a linear layer follows them, or the
 * keys and queries that are one. Masked events give zeros.
 */
export default defineBlock({
  id: 'feed-forward',
  formerIds: [],
  family: 'sequence',
  sides: ['user', 'item'],
  source:
    'Vaswani et al., NIPS 2017, eq. 2; of past events: SASRec, ICDM 2018, sections III-B and III-C; norm before: Xiong et al., ICML 2020',
  inputs: { sequence: port('sequence') },
  outputs: { sequence: 'sequence' },
  params: {
    expansion: int({ default: 1, min: 1, max: 8 }),
    norm: choice(['after', 'before'], 'after'),
    dropout: float({ default: 0.1, min: 0, max: 0.9, step: 0.05 }),
  },
  causal: () => true,
  infer: ({ sequence: { names, width, length, past } }) => ({
    sequence: { kind: 'sequence', names: ['feed-forward'], length, width: names.length * width, past },
  }),
  weights({ sequence: { names, width: own } }, { expansion }): Record<string, WeightSpec> {
    const width = names.length * own;
    const inner = expansion * width;
    return {
      'inner/kernel': { shape: [width, inner], init: { kind: 'glorot', fanIn: width, fanOut: inner } },
      'inner/bias': { shape: [inner], init: { kind: 'constant', value: 0 } },
      'output/kernel': { shape: [inner, width], init: { kind: 'glorot', fanIn: inner, fanOut: width } },
      'output/bias': { shape: [width], init: { kind: 'constant', value: 0 } },
    };
  },
  cost({ sequence: { names, width: own, length } }, { expansion }) {
    const width = names.length * own;
    return { flops: length * (4 * expansion * width * width + 2 * expansion * width + 10 * width) };
  },
});
