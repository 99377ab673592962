/**
 * `study`: trains `two-tower` on the reference data sets, ids only and with fields, over several seeds, and prints the table of the README.
 * Every finished run is a line of `--record`, so an interrupted study goes on where it stopped.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_PROTOCOL } from '../../data/dataset';
import type { Roles } from '../../data/table';
import type { Baselines, DatasetSummary, Lab } from '../../lab/protocol';
import { UsageError, type Flags } from '../arguments';
import type { Opened } from '../headless';
import { openFile } from '../input';
import { checkWritable, print } from '../output';
import { showProgress } from '../progress';
import { adjust, DEFAULT_PRESET, trainToEnd } from '../training';
import { STUDY_SETS, type StudySet } from './study-sets';
import { studyTable } from './study-table';

const VARIANTS = ['ids', 'fields'] as const;
export type Variant = (typeof VARIANTS)[number];

export interface StudyRun {
  set: string;
  variant: Variant;
  seed: number;
  hr: number;
  ndcg: number;
  steps: number;
  epochs: number;
  stepsPerSecond: number;
  adapter: string;
  testUsers: number;
  users: number;
  items: number;
  pairs: number;
  baselines: Baselines;
}

const DEFAULT_SEEDS = 5;

export async function study({ lab, device }: Opened, flags: Flags): Promise<void> {
  const record = flags.record!;
  checkWritable('--record', record);
  const runs = readRecord(record);
  const seeds = Array.from({ length: flags.seeds ?? DEFAULT_SEEDS }, (_, i) => i + 1);
  for (const set of STUDY_SETS) {
    for (const variant of VARIANTS) {
      const open = seeds.filter((seed) => !runs.some((run) => run.set === set.id && run.variant === variant && run.seed === seed));
      if (open.length === 0) continue;
      const dataset = await loadSet(lab, set, variant, flags.datasets!);
      for (const seed of open) {
        process.stderr.write(`${set.id}, ${variant}, seed ${seed}\n`);
        const run = await trainOnce(lab, device.adapter, dataset, set.id, variant, seed);
        runs.push(run);
        appendFileSync(record, `${JSON.stringify(run)}\n`);
      }
    }
  }
  print(studyTable(STUDY_SETS, runs.filter(({ seed }) => seeds.includes(seed))));
}

async function loadSet(lab: Lab, { folder, where, log, items, users }: StudySet, variant: Variant, datasets: string): Promise<DatasetSummary> {
  const open = (name: string) => openFile('--datasets', join(datasets, folder, name));
  const wantsFields = variant === 'fields';
  await lab.ask('preview', {
    files: { log: await open('interactions.csv'), items: wantsFields ? await open('items.csv') : null, users: wantsFields && users ? await open('users.csv') : null },
    dialects: {},
  });
  const roles: Roles = { log, items: wantsFields ? items : null, users: wantsFields ? users : null };
  return lab.ask('load', { source: { kind: 'files', roles, protocol: { ...DEFAULT_PROTOCOL, where } } });
}

async function trainOnce(lab: Lab, adapter: string, { testUsers, users, items, pairs }: DatasetSummary, set: string, variant: Variant, seed: number): Promise<StudyRun> {
  const endProgress = showProgress(lab);
  try {
    const { graph, settings } = await lab.ask('preset', { id: DEFAULT_PRESET });
    const { result } = await trainToEnd(lab, { graph, settings: adjust(settings, { seed }) });
    const { metrics, steps, epochs, speed, baselines } = result;
    return { set, variant, seed, hr: metrics['hr@10']!, ndcg: metrics['ndcg@10']!, steps, epochs, stepsPerSecond: speed.stepsPerSecond, adapter, testUsers, users, items, pairs, baselines };
  } finally {
    endProgress();
  }
}

/** @throws UsageError with the line that is no finished run */
function readRecord(path: string): StudyRun[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').filter((line) => line !== '');
  return lines.map((line, i) => {
    try {
      return JSON.parse(line) as StudyRun;
    } catch {
      throw new UsageError(`--record: line ${i + 1} of "${path}" is not JSON`);
    }
  });
}
