import { defineBlock, port, type WeightSpec } from '../block';
import { choice, float, int, toggle } from '../../document/params';
import { MOST_HEADS, problemOfHeads } from '../text-encoder/heads';

/**
 * y = norm(x + dropout(attention(x) Wo)), or x + dropout(attention(norm(x)) Wo), for the fields of an event side by
 * side. Norms have no gain and shift: a linear layer follows them, or a query that is one. Keys that are masked get no
 * attention; masked events, and so rows without events, give zeros.
 */
export default defineBlock({
  id: 'self-attention',
  formerIds: [],
  family: 'sequence',
  sides: ['user', 'item'],
  source:
    'Vaswani et al., NIPS 2017; of past events: SASRec, ICDM 2018, and the short-term branch of SDM, CIKM 2019; norm before: Xiong et al., ICML 2020',
  inputs: { sequence: port('sequence') },
  outputs: { sequence: 'sequence' },
  params: {
    heads: int({ default: 4, min: 1, max: MOST_HEADS }),
    causal: toggle(true),
    norm: choice(['after', 'before'], 'after'),
    dropout: float({ default: 0.1, min: 0, max: 0.9, step: 0.05 }),
  },
  causal: ({ causal }) => causal,
  infer({ sequence: { names, width: own, length, past } }, { heads }) {
    const width = names.length * own;
    return (
      problemOfHeads(width, heads) ?? { sequence: { kind: 'sequence', names: ['self-attention'], length, width, past } }
    );
  },
  weights({ sequence: { names, width: own } }): Record<string, WeightSpec> {
    const width = names.length * own;
    return {
      // Queries, keys and values are three maps of width x width that lie side by side.
      'qkv/kernel': { shape: [width, 3 * width], init: { kind: 'glorot', fanIn: width, fanOut: width } },
      'qkv/bias': { shape: [3 * width], init: { kind: 'constant', value: 0 } },
      'output/kernel': { shape: [width, width], init: { kind: 'glorot', fanIn: width, fanOut: width } },
      'output/bias': { shape: [width], init: { kind: 'constant', value: 0 } },
    };
  },
  cost({ sequence: { names, width: own, length } }, { heads }) {
    const width = names.length * own;
    const shares = heads * length ** 2;
    return {
      flops: length * (2 * width * width * 4 + 4 * width + 4 * length * width + 9 * width),
      rowFloats: shares,
      rowTensor: shares,
    };
  },
});
