/**
 * The study `datasets`: trains presets on the reference logs, over several seeds, and prints the tables of the README. `two-tower` runs with ids only
 * and with fields, as every other preset does.
 */
import { join } from 'node:path';
import { DEFAULT_PROTOCOL } from '../../../data/dataset';
import type { Roles } from '../../../data/table';
import type { Baselines, DatasetSummary, Lab } from '../../../lab/protocol';
import { UsageError, type Flags } from '../../arguments';
import type { Opened } from '../../headless';
import { openFile } from '../../input';
import { print } from '../../output';
import { showProgress } from '../../progress';
import { chooseDocument, trainToEnd } from '../../training';
import { datasetsTables } from './datasets-table';
import { openRecord } from './record';
import { STUDY_SETS, type StudySet } from './sets';
import { isOf, trialsOf, type Trial } from './trials';

export interface DatasetRun extends Trial {
  set: string;
  seed: number;
  hr: number;
  ndcg: number;
  /** Of the lists of ten: share of the catalogue that is shown, share of the places that head items take. */
  coverage: number;
  headShare: number;
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

/** @throws UsageError */
export async function studyDatasets(openLab: () => Promise<Opened>, flags: Flags, seeds: readonly number[]): Promise<void> {
  const folder = flags.datasets;
  if (folder === undefined) throw new UsageError('lab study: datasets needs --datasets FOLDER');
  const trials = trialsOf(flags);
  const sets = setsOf(flags.sets);
  const record = openRecord<DatasetRun>(flags.record ?? null);
  const { lab, device } = await openLab();
  const isDone = (set: string, trial: Trial, seed: number) => record.runs.some((run) => run.set === set && run.seed === seed && isOf(run, trial));
  for (const set of sets) {
    for (const variant of ['ids', 'fields'] as const) {
      const open = trials.filter((trial) => trial.variant === variant).flatMap((trial) => seeds.filter((seed) => !isDone(set.id, trial, seed)).map((seed) => ({ trial, seed })));
      if (open.length === 0) continue;
      const dataset = await loadSet(lab, set, variant, folder);
      for (const { trial, seed } of open) {
        process.stderr.write(`${set.id}, ${trial.preset}, ${variant}, seed ${seed}\n`);
        record.add(await trainOnce(lab, device.adapter, dataset, set.id, trial, seed, flags.params));
      }
    }
  }
  print(datasetsTables(sets, trials, record.runs.filter(({ seed }) => seeds.includes(seed))));
}

/** @throws UsageError listing the known logs */
function setsOf(ids: string | undefined): readonly StudySet[] {
  return ids?.split(',').map((id) => {
    const set = STUDY_SETS.find((known) => known.id === id);
    if (!set) throw new UsageError(`--sets: unknown log "${id}"; the logs are ${STUDY_SETS.map((known) => known.id).join(', ')}`);
    return set;
  }) ?? STUDY_SETS;
}

async function loadSet(lab: Lab, { folder, where, log, items, users }: StudySet, variant: Trial['variant'], datasets: string): Promise<DatasetSummary> {
  const open = (name: string) => openFile('--datasets', join(datasets, folder, name));
  const wantsFields = variant === 'fields';
  await lab.ask('preview', {
    files: { log: await open('interactions.csv'), items: wantsFields ? await open('items.csv') : null, users: wantsFields && users ? await open('users.csv') : null },
    dialects: {},
  });
  const roles: Roles = { log, items: wantsFields ? items : null, users: wantsFields ? users : null };
  return lab.ask('load', { source: { kind: 'files', roles, protocol: { ...DEFAULT_PROTOCOL, where } } });
}

async function trainOnce(lab: Lab, adapter: string, { testUsers, users, items, pairs }: DatasetSummary, set: string, trial: Trial, seed: number, params: Flags['params']): Promise<DatasetRun> {
  const endProgress = showProgress(lab);
  try {
    const { result } = await trainToEnd(lab, await chooseDocument(lab, { preset: trial.preset, seed, params }));
    const { metrics, steps, epochs, speed, baselines } = result;
    return { set, ...trial, seed, hr: metrics['hr@10']!, ndcg: metrics['ndcg@10']!, coverage: metrics['coverage@10']!, headShare: metrics['headShare@10']!, steps, epochs, stepsPerSecond: speed.stepsPerSecond, adapter, testUsers, users, items, pairs, baselines };
  } finally {
    endProgress();
  }
}
