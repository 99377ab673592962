/** Version 1: a graph, its settings, and whose fields its tables embed. Both have formats of their own. */
import * as v from 'valibot';
import { defineVersion } from '../versioned';

/** As it is, for its own format to read: a copy would leave out what is to be refused. */
const part = v.custom<object>((value) => typeof value === 'object' && value !== null, 'Object');

const schema = v.strictObject({
  format: v.literal('tower-lab/towers'),
  version: v.literal(1),
  graph: part,
  settings: part,
  fields: v.array(
    v.strictObject({
      name: v.string(),
      owner: v.picklist(['user', 'item', 'context']),
      kind: v.picklist(['id', 'categorical', 'bag', 'numeric', 'trigrams', 'tokens']),
    }),
  ),
});

export default defineVersion({ schema });
