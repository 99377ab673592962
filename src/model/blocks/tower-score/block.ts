import { defineBlock, portFrom, type WeightSpec } from '../block';
import { choice, float, toggle } from '../../document/params';

/**
 * s = scale <u, v> of a user and each of its candidates: the score of two towers, where they are no retrieval but
 * features of a ranker. It leaves twice: as a number of the pair, beside the vectors themselves (`interaction`), and as
 * a logit, so that an objective may train the towers by their own score. Length and scale are those of `match`.
 */
export default defineBlock({
  id: 'tower-score',
  formerIds: [],
  family: 'crossing',
  sides: ['match'],
  source: 'the cosine of two towers as a feature of the ranker: Que2Search, KDD 2021; scale as in match',
  inputs: { user: portFrom('user', 'vector'), item: portFrom('item', 'vector') },
  outputs: { vector: 'vector', logits: 'logits' },
  params: {
    score: choice(['cosine', 'inner'], 'cosine'),
    temperature: float({ default: 0.07, min: 0.005, max: 2, step: 0.005 }),
    learnTemperature: toggle(false),
  },
  infer: ({ user, item }) =>
    user.width === item.width
      ? {
          vector: { kind: 'vector', width: 1, parts: [{ name: 'score', width: 1 }] },
          logits: { kind: 'logits', classes: 1 },
        }
      : { code: 'width-mismatch', field: 'item', values: { left: user.width, right: item.width } },
  weights: (_, { learnTemperature, temperature }): Record<string, WeightSpec> =>
    learnTemperature ? { logScale: { shape: [1], init: { kind: 'constant', value: -Math.log(temperature) } } } : {},
  probes: { scale: { per: 'batch', labels: (_, { learnTemperature }) => (learnTemperature ? ['scale'] : []) } },
  cost: ({ item: { width } }, { score }) => ({ flops: ((score === 'cosine' ? 3 : 0) + 2) * width }),
});
