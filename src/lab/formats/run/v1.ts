/** Version 1. */
import * as v from 'valibot';
import { defineVersion } from '../../../model/formats/versioned';
import { baselinesSchema } from '../../evaluate/baselines-schema';
import { isSeriesName, type SeriesName } from '../../runs/series';

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const numbers = v.record(v.string(), v.number());
const place = v.looseObject({ at: whole, of: whole });

export const sourceSchemaV1 = v.variant('kind', [
  v.looseObject({ kind: v.literal('world'), id: v.string(), events: v.number(), seed: v.number() }),
  v.looseObject({
    kind: v.literal('files'),
    roles: v.looseObject({ log: v.array(v.unknown()) }),
    protocol: v.looseObject({ split: v.string() }),
  }),
]);

export const resultSchemaV1 = v.looseObject({
  metrics: numbers,
  baselines: baselinesSchema,
  speed: numbers,
  epochs: whole,
  steps: whole,
  bestStep: whole,
  stage: place,
  keptStage: place,
});

export const seriesSchemaV1 = v.array(
  v.pipe(
    v.object({
      name: v.custom<SeriesName>((name) => typeof name === 'string' && isSeriesName(name)),
      steps: v.array(v.number()),
      values: v.array(v.nullable(v.number())),
    }),
    v.check(({ steps, values }) => steps.length === values.length),
  ),
);

export const runSchemaV1 = v.looseObject({
  format: v.literal('tower-lab/run'),
  version: v.literal(1),
  id: v.pipe(v.string(), v.minLength(1)),
  title: v.string(),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  status: v.picklist(['running', 'paused', 'stopped', 'converged', 'finished', 'diverged', 'failed']),
  origin: v.variant('kind', [
    v.looseObject({ kind: v.literal('trained') }),
    v.looseObject({ kind: v.literal('continued'), run: v.string(), step: whole }),
    v.looseObject({ kind: v.literal('imported') }),
  ]),
  pinned: v.boolean(),
  data: v.looseObject({
    name: v.string(),
    fingerprint: v.string(),
    source: sourceSchemaV1,
    upload: v.nullable(v.string()),
  }),
  step: whole,
  baselines: baselinesSchema,
  result: v.nullable(resultSchemaV1),
  evaluated: v.nullable(v.looseObject({ metrics: numbers, baselines: baselinesSchema })),
  checkpointBytes: whole,
  appVersion: v.string(),
  adapter: v.string(),
  graph: v.looseObject({}),
  settings: v.looseObject({}),
  // In a storage the curves lie apart.
  series: v.optional(seriesSchemaV1),
});

export default defineVersion({ schema: runSchemaV1 });
