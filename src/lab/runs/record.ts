/**
 * A run as it is read back. What is found in a storage or a file was written by another page, perhaps of another
 * version, perhaps half: it is checked like any input.
 */
import * as v from 'valibot';
import { parseGraph, parseSettings } from '../../model/check/parse';
import { baselinesSchema } from '../baselines-schema';
import type { Checkpoint } from './checkpoint';
import { RUN_FORMAT, RUN_VERSION, type Run } from './run';
import { VALIDATION_METRICS, type SeriesChunk, type SeriesName } from './series';
import type { StoredParts, Upload } from './storage';

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const numbers = v.record(v.string(), v.number());
const place = v.looseObject({ at: whole, of: whole });

export const sourceSchema = v.variant('kind', [
  v.looseObject({ kind: v.literal('world'), id: v.string(), events: v.number(), seed: v.number() }),
  v.looseObject({
    kind: v.literal('files'),
    roles: v.looseObject({ log: v.array(v.unknown()) }),
    protocol: v.looseObject({ split: v.string() }),
  }),
]);

const runSchema = v.looseObject({
  format: v.literal(RUN_FORMAT),
  version: v.literal(RUN_VERSION),
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
    source: sourceSchema,
    upload: v.nullable(v.string()),
  }),
  step: whole,
  baselines: baselinesSchema,
  result: v.nullable(
    v.looseObject({
      metrics: numbers,
      baselines: baselinesSchema,
      speed: numbers,
      epochs: whole,
      steps: whole,
      bestStep: whole,
      stage: place,
      keptStage: place,
    }),
  ),
  evaluated: v.nullable(v.looseObject({ metrics: numbers, baselines: baselinesSchema })),
  checkpointBytes: whole,
  appVersion: v.string(),
  adapter: v.string(),
});

/** The run, or null where it is none that this version of the lab can read. */
export function readRun(stored: unknown): Run | null {
  const checked = checkRun(stored);
  return checked.ok ? checked.run : null;
}

/** The run, or the place of what is wrong with it. */
export function checkRun(stored: unknown): { ok: true; run: Run } | { ok: false; path: string } {
  const parsed = v.safeParse(runSchema, stored);
  if (!parsed.success) return { ok: false, path: v.getDotPath(parsed.issues[0]) ?? '' };
  const graph = parseGraph(parsed.output['graph']);
  const settings = parseSettings(parsed.output['settings']);
  if (!graph.ok) return { ok: false, path: 'graph' };
  if (!settings.ok) return { ok: false, path: 'settings' };
  return { ok: true, run: { ...(stored as Run), graph: graph.value, settings: settings.value } };
}

const floats = v.instance(Float32Array);
const weights = v.map(v.string(), floats);
const best = v.looseObject({ stage: v.optional(whole), step: whole, value: v.number(), weights });
export const checkpointSchema = v.looseObject({
  step: whole,
  weights,
  moments: v.map(v.string(), v.array(floats)),
  best: v.nullable(best),
  // Not told apart by version 1 of the storage.
  kept: v.optional(v.nullable(best)),
  sinceBest: whole,
  stage: whole,
  stageStart: whole,
});

export const isSeriesName = (name: string): name is SeriesName =>
  name === 'loss' ||
  name.startsWith('term ') ||
  VALIDATION_METRICS.some((metric) => metric === name) ||
  /\/\d+\/(mean|spread)$/.test(name);
const seriesName = v.custom<SeriesName>((name) => typeof name === 'string' && isSeriesName(name));

export const seriesSchema = v.array(
  v.pipe(
    v.looseObject({ name: seriesName, steps: v.instance(Float64Array), values: v.instance(Float64Array) }),
    v.check(({ steps, values }) => steps.length === values.length),
  ),
);

const file = v.nullable(v.instance(File));
export const uploadSchema = v.looseObject({
  files: v.looseObject({ log: v.instance(File), items: file, users: file }),
  dialects: v.looseObject({}),
});

/** Parts of a run; each is null where it is not there, or cannot be read. */
export interface ReadParts {
  series: SeriesChunk[] | null;
  checkpoint: Checkpoint | null;
  upload: Upload | null;
}

export const readParts = ({ series, checkpoint, upload }: StoredParts): ReadParts => ({
  series: v.is(seriesSchema, series) ? (series as SeriesChunk[]) : null,
  checkpoint: v.is(checkpointSchema, checkpoint) ? (checkpoint as Checkpoint) : null,
  upload: v.is(uploadSchema, upload) ? (upload as Upload) : null,
});
