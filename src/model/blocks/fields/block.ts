import { defineBlock } from '../block';
import { tables } from '../../document/params';
import { inferFields } from './infer-fields';

export default defineBlock({
  id: 'fields',
  formerIds: [],
  family: 'input',
  sides: ['user', 'item'],
  source: 'standard',
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
