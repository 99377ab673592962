import { defineBlock, portFrom, type WeightSpec } from '../block';
import { choice, int } from '../../document/params';

/**
 * sum_t a_t e_t for each candidate v, the logit of a_t a small network of [e_t, e_t - v, e_t ⊙ v, v]: what of the
 * past speaks for this candidate. The four meet one matrix, which is kept as three parts: of e, of v, and of the
 * product; that of e - v is in the first two. `none`: a_t is the logit itself, as the paper prints it, so that a past
 * that fits more weighs more; padded events weigh 0 either way, and rows without events give zeros.
 */
export default defineBlock({
  id: 'target-attention',
  formerIds: [],
  family: 'crossing',
  sides: ['match'],
  source: 'DIN: Zhou et al., KDD 2018, eq. 3 and the activation unit of fig. 2',
  inputs: { sequence: portFrom('user', 'sequence'), item: portFrom('item', 'vector') },
  outputs: { vector: 'vector' },
  params: { hidden: int({ default: 36, min: 1, max: 256 }), normalise: choice(['softmax', 'none'], 'softmax') },
  infer({ sequence: { names, width: own }, item }) {
    const width = names.length * own;
    return width === item.width
      ? { vector: { kind: 'vector', width, parts: names.map((name) => ({ name, width: own })) } }
      : { code: 'width-mismatch', field: 'item', values: { left: width, right: item.width } };
  },
  weights({ item: { width } }, { hidden, normalise }): Record<string, WeightSpec> {
    // Each part as the matrix of all four would begin.
    const part = { shape: [width, hidden], init: { kind: 'glorot', fanIn: 4 * width, fanOut: hidden } } as const;
    return {
      'event/kernel': part,
      'event/bias': { shape: [hidden], init: { kind: 'constant', value: 0 } },
      'item/kernel': part,
      'product/kernel': part,
      'output/kernel': { shape: [hidden, 1], init: { kind: 'glorot', fanIn: hidden, fanOut: 1 } },
      // What is added to all logits of a softmax changes nothing.
      ...(normalise === 'none' ? { 'output/bias': { shape: [1], init: { kind: 'constant', value: 0 } } } : {}),
    };
  },
  cost({ sequence: { length }, item: { width } }, { hidden }) {
    // Of one pair: the product with every event through its matrix, the logit, the sum; the candidate once. The part
    // that the events have alone is made once for all candidates.
    return {
      flops: length * (width + 2 * width * hidden + 5 * hidden + 2 * width) + 2 * width * hidden,
      // The product with every event, whose gradient is as large.
      rowFloats: 2 * length * width,
      rowTensor: length * Math.max(width, hidden),
    };
  },
});
