import { defineBlock, portFrom, SHARES, type WeightSpec } from '../block';
import { choice, float, toggle } from '../../document/params';
import { numbered } from '../capsules/labels';

/**
 * While training, the vector of a row is sum_k a_k v_k with a = softmax over its active interests of sharpness x <v_k,
 * e>, e the row's own item: its positive alone decides, and its negatives score against the same vector. `best` is the
 * limit: the interest nearest to the item. Serving knows no item beforehand: score(u, i) = scale x max over the active
 * k of <v_k, e_i>. For `cosine` interests and items have length one.
 */
export default defineBlock({
  id: 'label-aware',
  formerIds: [],
  family: 'match',
  sides: ['match'],
  source:
    'MIND: Li et al., CIKM 2019, eq. 9 and section 4.5, with sharpness x product in place of a power; the best alone: ComiRec, KDD 2020',
  inputs: { interests: portFrom('user', 'interests'), item: portFrom('item', 'vector') },
  outputs: { pairing: 'pairing' },
  params: {
    score: choice(['cosine', 'inner'], 'cosine'),
    temperature: float({ default: 0.07, min: 0.005, max: 2, step: 0.005 }),
    learnTemperature: toggle(false),
    attention: choice(['soft', 'best'], 'soft'),
    sharpness: float({ default: 10, min: 0, max: 1000, step: 0.5 }),
  },
  infer({ interests: { count, width }, item }) {
    if (width !== item.width)
      return { code: 'width-mismatch', field: 'item', values: { left: width, right: item.width } };
    return { pairing: { kind: 'pairing', width, rule: 'label-aware', count } };
  },
  weights: (_, { learnTemperature, temperature }): Record<string, WeightSpec> =>
    learnTemperature ? { logScale: { shape: [1], init: { kind: 'constant', value: -Math.log(temperature) } } } : {},
  probes: {
    scale: { per: 'batch', labels: (_, { learnTemperature }) => (learnTemperature ? ['scale'] : []) },
    attention: { per: 'row', axis: () => SHARES, labels: ({ interests: { count } }) => numbered(count) },
  },
  cost: ({ interests: { count, width } }, { score }) => ({
    flops: (score === 'cosine' ? 3 : 0) * (count + 1) * width + 4 * count * width + 2 * width,
  }),
});
