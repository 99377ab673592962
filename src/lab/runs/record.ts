/**
 * A run as it is read back. What is found in a storage or a file was written by another page, perhaps of another
 * version, perhaps half: it is checked like any input.
 */
import * as v from 'valibot';
import { parseGraph, parseSettings } from '../../model/check/parse';
import { runFormat, type FileSeries } from '../formats/run/format';
import type { Snapshot } from '../formats/snapshot/format';
import type { Checkpoint } from './checkpoint';
import { joined } from './curve-pieces';
import type { Run } from './run';
import { isSeriesName, type SeriesChunk, type SeriesName } from './series';
import { readSnapshots } from './snapshots';
import type { StoredParts, Upload } from './storage';

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The run, or null where it is none that this version of the lab can read. */
export function readRun(stored: unknown): Run | null {
  const checked = checkRun(stored);
  return checked.ok ? checked.run : null;
}

export type Checked =
  | { ok: true; run: Run; series: readonly FileSeries[] }
  /** Of a newer version; or where it is damaged. */
  | { ok: false; newer: number }
  | { ok: false; newer: null; path: string };

export function checkRun(stored: unknown): Checked {
  const read = runFormat.read(stored);
  if (!read.ok)
    return read.newer === null ? { ok: false, newer: null, path: v.getDotPath(read.issues[0]) ?? '' } : read;
  const { series = [], ...rest } = read.value;
  const graph = parseGraph(rest.graph);
  const settings = parseSettings(rest.settings);
  if (!graph.ok || !settings.ok) return { ok: false, newer: null, path: graph.ok ? 'settings' : 'graph' };
  return { ok: true, run: { ...rest, graph: graph.value, settings: settings.value }, series };
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

const seriesName = v.custom<SeriesName>((name) => typeof name === 'string' && isSeriesName(name));

export const seriesSchema = v.array(
  v.pipe(
    v.looseObject({ name: seriesName, steps: v.instance(Float64Array), values: v.instance(Float64Array) }),
    v.check(({ steps, values }) => steps.length === values.length),
  ),
);

const file = v.nullable(v.instance(File));
const uploadSchema = v.looseObject({
  files: v.looseObject({ log: v.instance(File), items: file, users: file }),
  dialects: v.looseObject({}),
});

/** Parts of a run; each is null where it is not there, or cannot be read. */
export interface ReadParts {
  series: SeriesChunk[] | null;
  checkpoint: Checkpoint | null;
  upload: Upload | null;
  /** Those that can be read. */
  snapshots: Snapshot[];
}

export const readParts = ({ series, checkpoint, upload, snapshots }: StoredParts): ReadParts => ({
  series: v.is(seriesSchema, series) ? joined(series as SeriesChunk[]) : null,
  checkpoint: v.is(checkpointSchema, checkpoint) ? (checkpoint as Checkpoint) : null,
  upload: v.is(uploadSchema, upload) ? (upload as Upload) : null,
  snapshots: readSnapshots(snapshots),
});
