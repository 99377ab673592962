import { defineBlock, port, type WeightSpec } from '../block';
import { float, toggle } from '../../document/params';
import { layoutOf } from '../../document/parts';

export default defineBlock({
  id: 'mix',
  formerIds: [],
  family: 'fusion',
  sides: ['user', 'item'],
  source: 'residual sum with a weight: a + s b',
  inputs: { a: port('vector'), b: port('vector') },
  outputs: { vector: 'vector' },
  params: { scale: float({ default: 0.3, min: -10, max: 10, step: 0.05 }), learnt: toggle(false) },
  infer({ a, b }) {
    if (a.width !== b.width) return { code: 'width-mismatch', field: 'b', values: { left: a.width, right: b.width } };
    const layout = layoutOf(a);
    return {
      vector: {
        kind: 'vector',
        width: a.width,
        parts: [{ name: 'mix', width: a.width }],
        ...(layout.length > 1 ? { layout } : {}),
      },
    };
  },
  weights: (_, { scale, learnt }): Record<string, WeightSpec> =>
    learnt ? { scale: { shape: [1], init: { kind: 'constant', value: scale } } } : {},
  probes: { scale: { per: 'batch', labels: (_, { learnt }) => (learnt ? ['s'] : []) } },
  cost: ({ a }) => ({ flops: 2 * a.width }),
});
