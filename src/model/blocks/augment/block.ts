import { defineBlock } from '../block';
import { ownTables } from '../../document/params';
import { inferFields } from '../fields/infer-fields';

/**
 * a_u and a_v: z = [features | a]. Beside the loss of its tower a `mimic` objective teaches it the other tower's
 * output, so its width is that of the match. Its table is its own: were it the id's, the id's embedding would be what
 * mimics. It begins at zero, and a user or item that training never meets keeps the zero vector.
 */
export default defineBlock({
  id: 'augment',
  formerIds: [],
  family: 'input',
  sides: ['user', 'item'],
  source: 'DAT, DLP-KDD 2021, augmented vectors a_u, a_v',
  words: {
    en: {
      title: 'Augmented vector',
      about:
        'One learned vector per user or item, from its own table. A Mimic objective trains it to resemble the items or users on the other side of its interactions. It is zero for users and items unseen in training.',
      params: { tables: 'Own table of the id' },
    },
    zh: {
      title: '增强向量',
      about:
        '在特征域之外，每个用户或物品有一个取自独立表的可学习向量。配合“模仿”目标，它会记住与其发生交互的另一侧。训练中未出现的用户和物品为零向量。',
      params: { tables: '独立的 id 表' },
    },
  },
  inputs: {},
  outputs: { vector: 'vector' },
  params: { tables: ownTables() },
  lookups: ({ tables: own }) => ({ augmented: { tables: own, at: 'row', length: 1 } }),
  infer(_, params, schema) {
    const found = inferFields(params.tables, schema);
    if ('code' in found) return found;
    const parts = found.names.map(() => ({ name: 'augmented', width: found.width }));
    return { vector: { kind: 'vector', width: parts.length * found.width, parts } };
  },
  weights: () => ({}),
  cost: () => ({ flops: 0 }),
});
