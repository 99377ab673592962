import * as tf from '@tensorflow/tfjs';
import type { Tensor2D } from '@tensorflow/tfjs';
import { defineBlock, ports } from '../../block';

export default defineBlock({
  id: 'concat',
  formerIds: [],
  family: 'fusion',
  sides: ['user', 'item'],
  source: 'standard',
  words: {
    en: { title: 'Concat', about: 'Lays fields and vectors side by side into one vector, in the order of the edges. Its parts keep their names.', params: {} },
    zh: { title: '拼接', about: '按连线顺序把特征域和向量并排成一个向量，各部分保留其名称。', params: {} },
  },
  inputs: { parts: ports('fields', 'vector') },
  outputs: { vector: 'vector' },
  params: {},
  infer({ parts: types }) {
    const parts = types.flatMap((type) => (type.kind === 'fields' ? type.names.map((name) => ({ name, width: type.width })) : type.parts));
    return { vector: { kind: 'vector', width: parts.reduce((sum, part) => sum + part.width, 0), parts } };
  },
  weights: () => ({}),
  forward({ parts }) {
    const flat = parts.map((part): Tensor2D =>
      'names' in part.type ? tf.reshape(part.values, [part.values.shape[0]!, part.type.names.length * part.type.width]) : (part.values as Tensor2D));
    return { vector: { values: flat.length === 1 ? flat[0]! : tf.concat(flat, 1) } };
  },
  cost: () => ({ flops: 0 }),
});
