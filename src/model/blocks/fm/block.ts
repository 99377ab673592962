import { defineBlock, port } from '../block';
import { crossed, inferCrossed } from './crossed';

/**
 * ((sum_f x_f)^2 - sum_f x_f^2) / 2, elementwise: the products of all pairs of fields, summed, as a vector of width D.
 * Not summed to one number, as a factorisation machine ends: inside a tower that number would meet one number of the
 * other side. One field gives exactly zero.
 */
export default defineBlock({
  id: 'fm',
  formerIds: [],
  family: 'channel',
  sides: ['user', 'item'],
  source: 'Rendle, ICDM 2010, lemma 3.1; as a vector: Bi-Interaction pooling, He and Chua, SIGIR 2017, eq. 4',
  words: {
    en: {
      title: 'FM',
      about:
        'Multiplies every pair of fields and sums the products into one vector as wide as a field. Has no weights; a single field gives zero. A vector whose parts have equal width, such as pooled events, is split into its parts.',
      params: {},
    },
    zh: {
      title: '因子分解机',
      about:
        '将特征域两两相乘并求和，得到与单个域同宽的向量。自身没有参数；只有一个域时输出为零。各部分等宽的向量（如池化后的历史）按其各部分计。',
      params: {},
    },
  },
  inputs: { fields: port('fields', 'vector') },
  outputs: { vector: 'vector' },
  params: {},
  infer({ fields }) {
    const found = inferCrossed(fields);
    return 'code' in found
      ? found
      : { vector: { kind: 'vector', width: found.width, parts: [{ name: 'fm', width: found.width }] } };
  },
  weights: () => ({}),
  cost({ fields }) {
    const { count, width } = crossed(fields);
    return { flops: 3 * count * width };
  },
});
