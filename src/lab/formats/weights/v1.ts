/** Version 1. */
import * as v from 'valibot';
import { defineVersion } from '../../../model/formats/versioned';
import { baselinesSchema } from '../../evaluate/baselines-schema';

export const weightsSchemaV1 = v.object({
  format: v.literal('tower-lab/weights'),
  version: v.literal(1),
  graph: v.looseObject({}),
  schema: v.object({
    fields: v.array(
      v.object({
        name: v.string(),
        owner: v.picklist(['user', 'item', 'context']),
        kind: v.picklist(['id', 'categorical', 'bag', 'numeric', 'trigrams', 'tokens']),
        rows: v.pipe(v.number(), v.integer(), v.minValue(1)),
        length: v.pipe(v.number(), v.integer(), v.minValue(1)),
      }),
    ),
    vocabularies: v.record(v.string(), v.array(v.string())),
  }),
  settings: v.looseObject({}),
  run: v.object({
    steps: v.pipe(v.number(), v.integer(), v.minValue(0)),
    protocol: v.string(),
    metrics: v.record(v.string(), v.number()),
    baselines: baselinesSchema,
    dataset: v.string(),
  }),
  tensors: v.record(
    v.string(),
    v.object({
      shape: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
      dtype: v.literal('float32'),
      encoding: v.picklist(['base64-f32-le', 'array']),
      data: v.union([v.string(), v.array(v.nullable(v.number()))]),
    }),
  ),
});

export type WeightsV1 = v.InferOutput<typeof weightsSchemaV1>;

export default defineVersion({ schema: weightsSchemaV1 });
