/**
 * `study ID`: runs every arm of a study over its seeds and prints its numbers, then each claim with its verdict.
 * `datasets` and `impressions` are studies of the reference logs.
 */
import { prepare, widthsOfArms, type Prepared } from '../../../lab/studies/running/documents';
import { runArm } from '../../../lab/studies/running/run-arm';
import type { StudyRun } from '../../../lab/studies/judging/runs';
import { studies, type Study } from '../../../lab/studies/studies';
import type { Flags } from '../../flags';
import { UsageError } from '../../usage-error';
import { openHeadlessDevice } from '../../headless';
import { print } from '../../output';
import { studyDatasets } from './datasets';
import { studyImpressions } from './impressions';
import { keeperOf } from '../../run-folder';
import { openRecord, type RunRecord } from './record';
import { reportOf } from './report';

/** Of real logs, which have no worlds, arms or claims. */
const [DATASETS, IMPRESSIONS] = ['datasets', 'impressions'];
const DEFAULT_SEEDS = 5;

export const seedsOf = (flags: Flags): number[] =>
  Array.from({ length: flags.seeds ?? DEFAULT_SEEDS }, (_, i) => (flags['first-seed'] ?? 1) + i);

/** @throws UsageError listing the known studies or arms, or naming a record of another version of the study */
export async function study(id: string, flags: Flags): Promise<void> {
  if (id === DATASETS || id === IMPRESSIONS) refuse(flags, ['arms'], 'goes with the other studies only');
  if (id !== DATASETS) refuse(flags, ['recent-popularity', 'ids-only'], `only goes with ${DATASETS}`);
  if (id === DATASETS) return studyDatasets(flags, seedsOf(flags));
  if (id === IMPRESSIONS) return studyImpressions(flags, seedsOf(flags));
  refuse(
    flags,
    ['datasets', 'recorded', 'presets', 'params', 'user-id', 'sets', 'split', 'against'],
    `only goes with ${DATASETS} and ${IMPRESSIONS}`,
  );
  const found = studies.get(id);
  if (!found)
    throw new UsageError(
      `lab study: unknown study "${id}"; the studies are ${[DATASETS, IMPRESSIONS, ...studies.keys()].sort().join(', ')}`,
    );
  const arms = armsOf(found, flags.arms);
  const record = openRecord<StudyRun>(flags.record ?? null);
  const seeds = seedsOf(flags);
  const keep = keeperOf(flags['run-dir']);
  const worlds = await runOpen(found, arms, seeds, record, async () => {
    const device = await openHeadlessDevice(flags);
    return (prepared, arm) => runArm(device, found, prepared, arm, keep);
  });
  print(
    reportOf(
      found,
      record.runs.filter((run) => run.study === id && seeds.includes(run.seed)),
      widthsOfArms(worlds),
    ),
  );
}

type Record = RunRecord<StudyRun>;

/**
 * Runs what the record does not have, seed by seed, and returns the worlds of the seeds.
 * @param openRunner called where there is anything to run.
 * @throws UsageError where the record is of another version of the study
 */
export async function runOpen(
  found: Study,
  arms: readonly string[],
  seeds: readonly number[],
  record: Record,
  openRunner: () => Promise<(prepared: Prepared, arm: string) => Promise<StudyRun>>,
): Promise<Prepared[]> {
  const worlds: Prepared[] = [];
  for (const seed of seeds) worlds.push(await prepare(found, seed));
  // Before anything runs: what was recorded must be of the study as it stands.
  const open = worlds.flatMap((prepared) =>
    arms.filter((arm) => !isRecorded(found, prepared, arm, record.runs)).map((arm) => ({ prepared, arm })),
  );
  if (open.length === 0) return worlds;
  const run = await openRunner();
  for (const { prepared, arm } of open) {
    process.stderr.write(`${found.id}, seed ${prepared.seed}, ${arm}: `);
    const done = await run(prepared, arm);
    record.add(done);
    process.stderr.write(
      `NDCG@10 ${done.measures['ndcg@10']!.toFixed(4)} after ${done.steps} steps, ${done.seconds} s\n`,
    );
  }
  return worlds;
}

function isRecorded({ id }: Study, { seed, arms }: Prepared, arm: string, runs: readonly StudyRun[]): boolean {
  const run = runs.find((known) => known.study === id && known.seed === seed && known.arm === arm);
  if (run && !('ndcg' in run))
    throw new UsageError(
      `--record: its run of "${arm}" with seed ${seed} lacks what each user was shown, as older records do; take another file, or remove that line`,
    );
  if (run && run.mark !== arms[arm]!.mark)
    throw new UsageError(
      `--record: its run of "${arm}" with seed ${seed} is of another version of the study "${id}"; take another file`,
    );
  return run !== undefined;
}

function armsOf({ id, arms }: Study, asked: string | undefined): string[] {
  const known = Object.keys(arms);
  const chosen = asked?.split(',') ?? known;
  const unknown = chosen.find((arm) => !known.includes(arm));
  if (unknown !== undefined)
    throw new UsageError(`--arms: the study "${id}" has no arm "${unknown}"; the arms are ${known.join(', ')}`);
  return chosen;
}

function refuse(flags: Flags, names: readonly (keyof Flags)[], why: string): void {
  const given = names.find((name) => flags[name] !== undefined);
  if (given) throw new UsageError(`lab study: --${given} ${why}`);
}
