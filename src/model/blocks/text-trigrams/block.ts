import { defineBlock } from '../block';
import { texts } from '../../document/params';
import { inferFields } from '../fields/infer-fields';

/**
 * sum of e_h over the hashed character 3-grams h of a text, a repeated one repeatedly; several texts stand side by
 * side. A text that is missing has a row of its own.
 */
export default defineBlock({
  id: 'text-trigrams',
  formerIds: [],
  family: 'input',
  sides: ['user', 'item'],
  source: 'Que2Search: Liu et al., KDD 2021, EmbeddingBag (sum) of character 3-grams; word hashing: DSSM, CIKM 2013',
  inputs: {},
  outputs: { vector: 'vector' },
  params: { tables: texts('trigrams') },
  lookups: ({ tables }) => ({ trigrams: { tables, at: 'row', length: 1 } }),
  infer(_, params, schema) {
    const found = inferFields(params.tables, schema);
    if ('code' in found) return found;
    const { names, width } = found;
    return { vector: { kind: 'vector', width: names.length * width, parts: names.map((name) => ({ name, width })) } };
  },
  weights: () => ({}),
  cost: () => ({ flops: 0 }),
});
