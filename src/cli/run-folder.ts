/**
 * Runs in a folder: `<id>.run.json`, with curves and result, without weights, and `<id>.checkpoint`, from which a run
 * of `train` goes on.
 */
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointPieces, readCheckpointFile, readCheckpointHeader, type ReadAt } from '../lab/runs/checkpoint-file';
import type { CheckpointHeader } from '../lab/formats/checkpoint/format';
import { readRunFile, storedForm, writeRunFile } from '../lab/runs/run-file';
import type { Run } from '../lab/runs/run';
import { withPiece } from '../lab/runs/curve-pieces';
import type { SeriesChunk } from '../lab/runs/series';
import type { RunStorage } from '../lab/runs/storage';
import { prepareFolder } from './output';
import { writeWhole } from './whole-file';

const ENDING = '.run.json';

/** Keeps finished runs in a folder; without one, none. @throws UsageError where the folder cannot be made */
export function keeperOf(folder: string | undefined): (run: Run, series: SeriesChunk[]) => void {
  if (folder === undefined) return () => undefined;
  prepareFolder('--run-dir', folder);
  return (run, series) => writeWhole(pathIn(folder, run.id), writeRunFile(storedForm(run), series));
}

const pathIn = (folder: string, id: string): string => join(folder, `${id}${ENDING}`);

export interface FoundRun {
  file: string;
  /** Null where the file cannot be read; `reason` says why. */
  run: Run | null;
  reason: unknown;
}

/** All runs of a folder, in the order of their files. @throws Error where the folder cannot be read */
export const runsIn = (folder: string): FoundRun[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(ENDING))
    .sort()
    .map((file) => {
      try {
        return { file, run: readRunFile(readFileSync(join(folder, file), 'utf8')).run, reason: null };
      } catch (reason) {
        return { file, run: null, reason };
      }
    });

const checkpointOf = (folder: string, id: string): string => join(folder, `${id}.checkpoint`);

function reading<T>(path: string, use: (file: ReadAt) => T): T {
  const file = openSync(path, 'r');
  try {
    return use({
      size: fstatSync(file).size,
      read(at, length) {
        const bytes = new Uint8Array(length);
        let got = 0;
        for (let more = 1; more > 0 && got < length; got += more)
          more = readSync(file, bytes, got, length - got, at + got);
        return bytes.subarray(0, got);
      },
    });
  } finally {
    closeSync(file);
  }
}

/**
 * What the checkpoint of a run says of itself: flags that bring the data, and the step it goes on from. Null where
 * there is none.
 * @throws LabError where that cannot be read
 */
export function checkpointHeader(folder: string, id: string): Pick<CheckpointHeader, 'command' | 'step'> | null {
  const path = checkpointOf(folder, id);
  return existsSync(path) ? reading(path, (file) => readCheckpointHeader(file).header) : null;
}

export const hasCheckpoint = (folder: string, id: string): boolean => existsSync(checkpointOf(folder, id));

/** Of a run whose weights lie elsewhere by now. */
export const removeCheckpoint = (folder: string, id: string): void => rmSync(checkpointOf(folder, id), { force: true });

/**
 * @param folder is there
 * @param command flags that bring the data of the runs
 */
export function runFolder(folder: string, command: readonly string[] = []): RunStorage {
  const pathOf = (id: string): string => pathIn(folder, id);
  const curves = new Map<string, SeriesChunk[]>();
  const seriesOf = (id: string): SeriesChunk[] =>
    curves.get(id) ?? (existsSync(pathOf(id)) ? readRunFile(readFileSync(pathOf(id), 'utf8')).series : []);
  return {
    list: async () => runsIn(folder).map(({ run }) => run && storedForm(run)),
    read: async ({ id }) => {
      const path = checkpointOf(folder, id);
      const checkpoint = existsSync(path) ? reading(path, readCheckpointFile) : null;
      return { series: seriesOf(id), checkpoint, upload: null };
    },
    write: async (run, { curves: piece, checkpoint }) => {
      if (piece) curves.set(run.id, withPiece(seriesOf(run.id), piece));
      // First: curves that go further than the checkpoint are cut, ones that end before it could not be mended.
      writeWhole(pathOf(run.id), writeRunFile(run, seriesOf(run.id)));
      if (checkpoint) writeWhole(checkpointOf(folder, run.id), checkpointPieces(run.id, command, checkpoint));
      if (checkpoint === null) removeCheckpoint(folder, run.id);
    },
    async remove(id) {
      rmSync(pathOf(id), { force: true });
      removeCheckpoint(folder, id);
    },
    last: async () => null,
    setLast: async () => undefined,
    limit: async () => Infinity,
  };
}
