/** Version 3: a graph says whether a person has arranged it. */
import * as v from 'valibot';
import { defineVersion } from '../versioned';
import { graphSchemaV2, type GraphV2 } from './v2';

const schema = v.strictObject({
  ...graphSchemaV2.entries,
  version: v.literal(3),
  arranged: v.optional(v.literal(true)),
});

export default defineVersion<GraphV2, v.InferOutput<typeof schema>>({
  schema,
  migrate: (before) => ({ ...before, version: 3 }),
});
