/** Runs in a folder, a file each: `<id>.run.json`, with curves and result, without weights. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readRunFile, storedForm, writeRunFile } from '../lab/runs/run-file';
import type { Run } from '../lab/runs/run';
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

/** @param folder is there */
export function runFolder(folder: string): RunStorage {
  const pathOf = (id: string): string => pathIn(folder, id);
  const curves = new Map<string, SeriesChunk[]>();
  const seriesOf = (id: string): SeriesChunk[] =>
    curves.get(id) ?? readRunFile(readFileSync(pathOf(id), 'utf8')).series;
  return {
    list: async () => runsIn(folder).map(({ run }) => run),
    read: async ({ id }) => ({ series: seriesOf(id), checkpoint: null, upload: null }),
    write: async (run, { series }) => {
      if (series) curves.set(run.id, series);
      writeWhole(pathOf(run.id), writeRunFile(run, series ?? seriesOf(run.id)));
    },
    remove: async (id) => rmSync(pathOf(id), { force: true }),
    current: async () => null,
    setCurrent: async () => undefined,
    limit: async () => Infinity,
  };
}
