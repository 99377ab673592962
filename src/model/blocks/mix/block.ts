import { defineBlock, port, type WeightSpec } from '../block';
import { float, toggle } from '../../document/params';
import { layoutOf } from '../../document/parts';

export default defineBlock({
  id: 'mix',
  formerIds: [],
  family: 'fusion',
  sides: ['user', 'item'],
  source: 'residual sum with a weight: a + s b',
  words: {
    en: {
      title: 'Mix',
      about:
        'Adds a second vector to the first: a + s · b. With a small s, the second starts as a correction of the first; with a large one, the first is a residual path around it.',
      params: { scale: 's', learnt: 'Learn s (the value above is the start)' },
      ports: { a: 'a', b: 'b' },
      probes: { scale: 'Learnt share of the second vector, s' },
      labels: { scale: 's' },
    },
    zh: {
      title: '混合',
      about: '把第二个向量加到第一个上：a + s · b。s 较小时，第二个向量起修正作用。',
      params: { scale: 's', learnt: '学习 s（上面的值为初值）' },
      ports: { a: 'a', b: 'b' },
      probes: { scale: '学到的第二个向量的份额 s' },
      labels: { scale: 's' },
    },
  },
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
