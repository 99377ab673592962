import { defineBlock } from '../block';
import { tables } from '../../document/params';
import { inferFields } from './infer-fields';

export default defineBlock({
  id: 'fields',
  formerIds: [],
  family: 'input',
  sides: ['user', 'item'],
  source: 'standard',
  words: {
    en: {
      title: 'Fields',
      about: 'Looks up one embedding per field. Fields with several values (genres, words of a title) are averaged.',
      params: { tables: 'Embedding tables' },
    },
    zh: {
      title: '特征域',
      about: '为每个特征域查出一个嵌入向量。一个域有多个取值时（类型、标题中的词）取平均。',
      params: { tables: '嵌入表' },
    },
  },
  inputs: {},
  outputs: { fields: 'fields' },
  params: { tables: tables('side') },
  lookups: ({ tables: own }) => ({ fields: { tables: own, at: 'row', length: 1 } }),
  infer(_, params, schema) {
    const found = inferFields(params.tables, schema);
    return 'code' in found ? found : { fields: { kind: 'fields', ...found } };
  },
  weights: () => ({}),
  cost: () => ({ flops: 0 }),
});
