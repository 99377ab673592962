import { defineBlock } from '../block';
import { tables } from '../../document/params';
import type { FieldSize } from '../../document/ports';
import { inferFields } from './infer-fields';

const sizeOf = (field: FieldSize | undefined): FieldSize[] =>
  field ? [{ rows: field.rows, length: field.length }] : [];

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
    if ('code' in found) return found;
    const sizes = found.names.flatMap((name) => sizeOf(schema.field?.(name)));
    return { fields: { kind: 'fields', ...found, ...(sizes.length === found.names.length ? { sizes } : {}) } };
  },
  weights: () => ({}),
  cost: () => ({ flops: 0 }),
});
