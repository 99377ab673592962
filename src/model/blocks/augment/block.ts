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
