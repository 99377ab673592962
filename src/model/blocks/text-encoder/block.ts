import { defineBlock, port, type WeightSpec } from '../block';
import { choice, float, int } from '../../document/params';
import { MOST_HEADS, problemOfHeads } from './heads';

/**
 * Standard deviation of the positions at the start: a fifth of a fresh embedding row's, so that words are told apart
 * before places are.
 */
const POSITION_STD = 0.02;

/**
 * h = x + p; twice or more h += dropout(attention(norm(h)) Wo), h += dropout(relu(norm(h) W1 + b1) W2 + b2); then a
 * norm, and the mean of the tokens or the first of them. Norms have no gain and shift, since a linear layer follows
 * each. Keys that are no tokens get no attention, and rows without a token the vector zero.
 */
export default defineBlock({
  id: 'text-encoder',
  formerIds: [],
  family: 'channel',
  sides: ['user', 'item'],
  source:
    'Transformer encoder: Vaswani et al., NIPS 2017, norms first as in Xiong et al., ICML 2020; as text channel: Que2Search, KDD 2021',
  inputs: { tokens: port('tokens') },
  outputs: { vector: 'vector' },
  params: {
    layers: int({ default: 2, min: 1, max: 6 }),
    heads: int({ default: 4, min: 1, max: MOST_HEADS }),
    expansion: int({ default: 2, min: 1, max: 8 }),
    dropout: float({ default: 0.1, min: 0, max: 0.9, step: 0.05 }),
    pool: choice(['mean', 'first'], 'mean'),
  },
  infer({ tokens: { name, width } }, { heads }) {
    return problemOfHeads(width, heads) ?? { vector: { kind: 'vector', width, parts: [{ name, width }] } };
  },
  weights({ tokens: { length, width } }, { layers, expansion }) {
    const specs: Record<string, WeightSpec> = {
      position: { shape: [length, width], init: { kind: 'normal', std: POSITION_STD } },
    };
    for (let layer = 1; layer <= layers; layer++) {
      for (const [name, below, above] of [
        ['qkv', width, 3 * width],
        ['output', width, width],
        ['expand', width, expansion * width],
        ['contract', expansion * width, width],
      ] as const) {
        // Queries, keys and values are three maps of width x width that lie side by side.
        specs[`layer${layer}/${name}/kernel`] = {
          shape: [below, above],
          init: { kind: 'glorot', fanIn: below, fanOut: name === 'qkv' ? width : above },
        };
        specs[`layer${layer}/${name}/bias`] = { shape: [above], init: { kind: 'constant', value: 0 } };
      }
    }
    return specs;
  },
  cost({ tokens: { length, width } }, { layers, expansion, heads }) {
    const linear = 2 * width * width * (4 + 2 * expansion) + (5 + expansion) * width;
    const shares = heads * length ** 2;
    return {
      flops: length * (layers * (linear + 4 * length * width + 14 * width) + 8 * width),
      rowFloats: layers * shares,
      rowTensor: shares,
    };
  },
});
