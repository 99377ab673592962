/** Version 1: towers that do not say what they were made from. */
import * as v from 'valibot';
import type { Json } from '../../document/graph';
import { defineVersion } from '../versioned';

const json: v.GenericSchema<Json> = v.lazy(() =>
  v.union([
    v.null(),
    v.boolean(),
    v.pipe(v.number(), v.finite()),
    v.string(),
    v.array(json),
    v.record(v.string(), json),
  ]),
);
/** Ids are parts of weight paths, so they hold no slash. */
const id = v.pipe(v.string(), v.regex(/^[^/]+$/, 'a name without "/"'));
const coordinate = v.pipe(v.number(), v.finite());

export const graphSchemaV1 = v.strictObject({
  format: v.literal('tower-lab/graph'),
  version: v.literal(1),
  kind: v.picklist(['retrieval', 'ranker']),
  title: v.string(),
  tables: v.array(
    v.strictObject({
      id,
      field: v.string(),
      width: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096)),
    }),
  ),
  nodes: v.array(
    v.strictObject({
      id,
      block: v.string(),
      side: v.picklist(['user', 'item', 'match', 'objective']),
      params: v.record(v.string(), json),
      at: v.tuple([coordinate, coordinate]),
    }),
  ),
  edges: v.array(
    v.strictObject({
      from: v.strictObject({ node: v.string(), output: v.string() }),
      to: v.strictObject({ node: v.string(), input: v.string() }),
    }),
  ),
});
export type GraphV1 = v.InferOutput<typeof graphSchemaV1>;

export default defineVersion({ schema: graphSchemaV1 });
