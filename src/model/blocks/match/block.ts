import { defineBlock, portFrom, type WeightSpec } from '../block';
import { choice, float, toggle } from '../../document/params';
import { namesOf, pairParts, partsInWords } from '../../document/parts';

/**
 * score(u, v) = scale <u, v>, scale = 1 / temperature; for `cosine` u and v leave here with length one, so that the
 * vectors that are exported are those that were scored. The learnt scale is exp(logScale) bounded by 200; the bound
 * does not stop the gradient, so that a scale that ran into it can come back.
 *
 * With coefficients the parts of u and v are paired by name and meet one by one: score = scale sum_c w_c <u_c, v_c>,
 * each part of length one for `cosine`, or with a w for every element. The w start at 1, may become negative, and are
 * folded into the user vector: the index of items never depends on them. Lengths are taken before: those of the folded
 * vector would depend on the w.
 */
export default defineBlock({
  id: 'match',
  formerIds: [],
  family: 'match',
  sides: ['match'],
  source:
    'Yi et al., RecSys 2019, eq. 1-2; learnt scale: Radford et al., ICML 2021; coefficients: parallel towers of the QQ Browser, logistic regression over products of channels',
  inputs: { user: portFrom('user', 'vector'), item: portFrom('item', 'vector') },
  outputs: { pairing: 'pairing' },
  params: {
    score: choice(['cosine', 'inner'], 'cosine'),
    temperature: float({ default: 0.07, min: 0.005, max: 2, step: 0.005 }),
    learnTemperature: toggle(false),
    coefficients: choice(['none', 'part', 'element'], 'none'),
  },
  infer({ user, item }, { coefficients }) {
    if (coefficients !== 'none' && !pairParts(user.parts, item.parts)) {
      return {
        code: 'parts-mismatch',
        field: 'coefficients',
        values: { left: partsInWords(user.parts), right: partsInWords(item.parts) },
      };
    }
    if (user.width !== item.width) {
      return { code: 'width-mismatch', field: 'item', values: { left: user.width, right: item.width } };
    }
    return { pairing: { kind: 'pairing', width: user.width, rule: 'dot' } };
  },
  weights({ item }, { learnTemperature, temperature, coefficients }) {
    const specs: Record<string, WeightSpec> = {};
    if (learnTemperature) specs['logScale'] = { shape: [1], init: { kind: 'constant', value: -Math.log(temperature) } };
    if (coefficients !== 'none')
      specs['coefficients'] = {
        shape: [coefficients === 'part' ? item.parts.length : item.width],
        init: { kind: 'constant', value: 1 },
      };
    return specs;
  },
  probes: {
    scale: { per: 'batch', labels: (_, { learnTemperature }) => (learnTemperature ? ['scale'] : []) },
    contribution: {
      per: 'row',
      labels: ({ item }, { coefficients }) => (coefficients === 'none' ? [] : namesOf(item.parts)),
    },
    coefficient: {
      per: 'batch',
      labels: ({ item }, { coefficients }) => (coefficients === 'none' ? [] : namesOf(item.parts)),
    },
  },
  cost: ({ user }, { score, coefficients }) => ({
    flops: ((score === 'cosine' ? 3 : 0) + 2 + (coefficients === 'none' ? 0 : 1)) * user.width,
  }),
});
