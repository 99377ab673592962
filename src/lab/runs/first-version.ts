/** Version 1 of the storage kept one run, the last one, as a single record. */
import * as v from 'valibot';
import { parseGraph, parseSettings } from '../../model/check/parse';
import { baselinesSchema } from '../evaluate/baselines-schema';
import { bytesOf, type Checkpoint } from './checkpoint';
import { sourceSchemaV1 } from '../formats/run/v1';
import { checkpointSchema, seriesSchema } from './record';
import { runFormat } from '../formats/run/format';
import type { Run } from './run';
import type { SeriesChunk } from './series';
import type { Upload } from './storage';
import { uploadKey } from './upload-key';

const file = v.nullable(v.instance(File));
const schema = v.looseObject({
  version: v.literal(1),
  source: sourceSchemaV1,
  files: v.nullable(v.looseObject({ log: file, items: file, users: file })),
  dialects: v.looseObject({}),
  fingerprint: v.string(),
  phase: v.string(),
  checkpoint: checkpointSchema,
  series: seriesSchema,
  baselines: baselinesSchema,
  metrics: v.optional(v.record(v.string(), v.number())),
});

export interface FirstVersion {
  run: Run;
  series: SeriesChunk[];
  checkpoint: Checkpoint;
  upload: Upload | null;
}

/** The run of a record of version 1; null where it is none that can be continued. */
export function runOfFirstVersion(record: unknown): FirstVersion | null {
  if (!v.is(schema, record)) return null;
  const graph = parseGraph(record['graph']);
  const settings = parseSettings(record['settings']);
  const {
    source,
    files,
    dialects,
    fingerprint,
    phase,
    baselines,
    metrics = {},
  } = record as unknown as Run['data'] & {
    files: Upload['files'] | null;
    dialects: Upload['dialects'];
    phase: string;
    baselines: Run['baselines'];
    metrics?: Record<string, number>;
  };
  if (!graph.ok || !settings.ok || (source.kind === 'files') !== files?.log instanceof File) return null;
  const checkpoint = withKept(record.checkpoint as Checkpoint);
  const upload = files && { files, dialects };
  return {
    run: {
      ...runFormat.header,
      id: crypto.randomUUID(),
      title: graph.value.title,
      note: '',
      // It did not say when, nor how a run had ended.
      startedAt: new Date().toISOString(),
      status: phase === 'done' ? 'finished' : 'paused',
      origin: { kind: 'trained' },
      pinned: false,
      graph: graph.value,
      settings: settings.value,
      data: {
        name: source.kind === 'world' ? source.id : (files?.log?.name ?? ''),
        fingerprint,
        source,
        upload: upload && uploadKey(upload),
      },
      step: checkpoint.step,
      baselines,
      result: null,
      evaluated: Object.keys(metrics).length > 0 ? { metrics, baselines: {} } : null,
      size: null,
      validation: {},
      seconds: null,
      sweep: null,
      checkpointBytes: bytesOf(checkpoint),
      appVersion: '',
      adapter: '',
    },
    series: record.series as SeriesChunk[],
    checkpoint,
    upload,
  };
}

/** Early pages kept the best of the stage that ran alone, and did not say of which stage it was. */
function withKept(checkpoint: Checkpoint): Checkpoint {
  const best = checkpoint.best && { ...checkpoint.best, stage: checkpoint.best.stage ?? checkpoint.stage };
  return { ...checkpoint, best, kept: checkpoint.kept ?? best };
}
