/**
 * Where runs survive a reload: IndexedDB in the browser, memory in Node and tests, a folder of the command line. The
 * lab knows only this port.
 */
import type { Ask } from '../protocol';
import type { RunFile } from '../formats/run/format';
import type { Snapshot } from '../formats/snapshot/format';
import type { Checkpoint } from './checkpoint';
import { withPiece, type CurvePiece } from './curve-pieces';
import type { Run } from './run';
import type { SeriesChunk } from './series';
import { withSnapshots, type SnapshotPiece } from './snapshots';

/** Uploaded files and what was said of their form. */
export type Upload = Ask<'preview'>;

/** What is stored beside a run. */
export interface RunParts {
  /** What the curves have grown since they were stored last. */
  curves: CurvePiece;
  /** Null where it was dropped to make room. */
  checkpoint: Checkpoint | null;
  /** Under `run.data.upload`; one that is there already is not written again. */
  upload: Upload;
  snapshots: SnapshotPiece;
}

/** As they were stored, by whatever version of the lab. `series`: a list of chunks, in order, of all pieces. */
export type StoredParts = Readonly<Record<'series' | 'checkpoint' | 'upload', unknown>> & {
  /** A list, in the order of their steps; not there in storages that keep none. */
  readonly snapshots?: unknown;
};

export interface RunStorage {
  /** All runs, without their parts. */
  list(): Promise<unknown[]>;
  read(run: Pick<Run, 'id' | 'data'>): Promise<StoredParts>;
  /**
   * The run and the parts that are given, all or none; parts left out stay as they are.
   * @throws QuotaExceededError (DOMException) and the like; the run goes on without being saved.
   */
  write(run: RunFile, parts: Partial<RunParts>): Promise<void>;
  /** With its parts; an upload goes with the last run that reads it. */
  remove(id: string): Promise<void>;
  /** The run that was stored or opened last, by any tab: a new tab goes on with it. */
  last(): Promise<string | null>;
  setLast(id: string): Promise<void>;
  /** Bytes that checkpoints may take, all together. */
  limit(): Promise<number>;
}

export function memoryStorage(): RunStorage {
  const runs = new Map<string, RunFile>();
  const curves = new Map<string, SeriesChunk[]>();
  const timelines = new Map<string, Snapshot[]>();
  const checkpoints = new Map<string, Checkpoint | null>();
  // Node clones a File to a Blob without a name; files never change.
  const uploads = new Map<string, Upload>();
  let last: string | null = null;
  return {
    list: async () => structuredClone([...runs.values()]),
    read: async ({ id, data: { upload } }) => ({
      series: structuredClone(curves.get(id)) ?? null,
      checkpoint: structuredClone(checkpoints.get(id)) ?? null,
      upload: (upload !== null && uploads.get(upload)) || null,
      snapshots: structuredClone(timelines.get(id)) ?? [],
    }),
    write: async (run, { curves: piece, checkpoint, upload, snapshots }) => {
      runs.set(run.id, structuredClone(run));
      if (piece) curves.set(run.id, withPiece(curves.get(run.id) ?? [], structuredClone(piece)));
      if (snapshots) timelines.set(run.id, withSnapshots(timelines.get(run.id) ?? [], structuredClone(snapshots)));
      if (checkpoint !== undefined) checkpoints.set(run.id, structuredClone(checkpoint));
      const key = run.data.upload;
      if (upload && key !== null && !uploads.has(key)) uploads.set(key, upload);
    },
    remove: async (id) => {
      runs.delete(id);
      curves.delete(id);
      timelines.delete(id);
      checkpoints.delete(id);
      for (const key of uploads.keys())
        if (![...runs.values()].some(({ data }) => data.upload === key)) uploads.delete(key);
    },
    last: async () => last,
    setLast: async (id) => {
      last = id;
    },
    limit: async () => Infinity,
  };
}
