/**
 * The study `impressions`: trains presets on logs that list what was shown, over several seeds, and tests which of the
 * shown were taken. The catalogue is not ranked, which takes a ranker longer than its training. Every column is read as
 * `train` reads it: what decides a click may be in any.
 *
 * Asked before its seeds ran: does a pre-ranker of impressions tell them apart better than the click-through rate of
 * the items, and than two towers that are trained to retrieve?
 */
import { DEFAULT_PROTOCOL, type Dataset, type SplitRule } from '../../../data/dataset';
import type { Device } from '../../../engine/device';
import { pairCounts, pairsOf, type HeldOutPairs } from '../../../lab/evaluate/pairs';
import { aucByUser } from '../../../lab/evaluate/pair-metrics';
import { scoresOfPairs } from '../../../lab/evaluate/score-pairs';
import type { Loaded } from '../../../lab/loading/sources';
import { pairScoresOfRankers } from '../../../lab/rankers/held-out-pairs';
import { rankers } from '../../../lab/rankers/rankers';
import { runOf, type KeepRun } from '../../../lab/studies/running/run-of';
import { trainGraph } from '../../../lab/studies/running/train-graph';
import type { Flags } from '../../flags';
import { openHeadlessDevice } from '../../headless';
import { print } from '../../output';
import { keeperOf } from '../../run-folder';
import { DEFAULT_PRESET } from '../../training';
import { UsageError } from '../../usage-error';
import { pairFigures, type ImpressionBaselines, type ImpressionLine, type ImpressionRun } from './impressions-record';
import { impressionsTables } from './impressions-table';
import { openRecord, refuseOther, type RunRecord } from './record';
import { loadSet, setsOf, STUDY_SETS, type StudySet } from './sets';
import { documentOf, type TrialDocument } from './trial-document';
import { comparedWith, isOf, trialName, trialsOf, type Trial } from './trials';

const never = new AbortController().signal;
const SETS = STUDY_SETS.filter(({ shown }) => shown);
const PRESETS = `${DEFAULT_PRESET},pre-ranker`;

/** @throws UsageError */
export async function studyImpressions(flags: Flags, seeds: readonly number[]): Promise<void> {
  if (flags.recorded && flags.record === undefined) throw new UsageError('lab study: --recorded needs --record FILE');
  const sets = setsOf(flags.sets, SETS);
  const split = flags.split ?? DEFAULT_PROTOCOL.split;
  const trials = trialsOf({ ...flags, presets: flags.presets ?? PRESETS });
  const record = openRecord<ImpressionLine>(flags.record ?? null);
  const against = comparedWith(flags.against, trials);
  if (!flags.recorded) await trainMissing(flags, { seeds, sets, split, trials, record });
  print(
    impressionsTables(
      sets,
      split,
      trials,
      record.runs.filter((line) => line.split === split && (line.kind === 'baselines' || seeds.includes(line.seed))),
      against,
    ),
  );
}

interface Asked {
  seeds: readonly number[];
  sets: readonly StudySet[];
  split: SplitRule;
  trials: readonly Trial[];
  record: RunRecord<ImpressionLine>;
}

async function trainMissing(flags: Flags, { seeds, sets, split, trials, record }: Asked): Promise<void> {
  if (flags.datasets === undefined) throw new UsageError('lab study: impressions needs --datasets FOLDER');
  const keep = keeperOf(flags['run-dir']);
  let device: Device | null = null;
  for (const set of sets) {
    const known = record.runs.filter((line) => line.set === set.id && line.split === split);
    const isTrained = (trial: Trial, seed: number): boolean =>
      known.some((line) => line.kind === 'run' && line.seed === seed && isOf(line, trial));
    const open = trials.flatMap((trial) =>
      seeds.filter((seed) => !isTrained(trial, seed)).map((seed) => ({ trial, seed })),
    );
    const isCounted = known.some(({ kind }) => kind === 'baselines');
    if (open.length === 0 && isCounted) continue;
    const loaded = await loadSet(set, 'guessed', flags.datasets, { positives: set.where, split });
    const pairs = pairsOf(loaded.dataset, 'test')!;
    if (!isCounted)
      record.add({ kind: 'baselines', set: set.id, split, ...(await countBaselines(loaded.dataset, pairs)) });
    for (const trial of new Set(open.map((own) => own.trial)))
      refuseOther(known, { ...trial, set: set.id, split, mark: documentOf(loaded, trial, flags).mark });
    for (const { trial, seed } of open) {
      device ??= await openHeadlessDevice(flags);
      process.stderr.write(`${set.id}, ${trialName(trial)}, seed ${seed}: `);
      const run = await trainOnce(
        device,
        { loaded, pairs, set: set.id, split, trial, seed },
        documentOf(loaded, trial, flags),
        keep,
      );
      record.add(run);
      process.stderr.write(`AUC ${run.auc.toFixed(4)} after ${run.steps} steps, ${run.seconds} s\n`);
    }
  }
}

/** Those that are quickly counted and score an item without the others. */
async function countBaselines(
  dataset: Dataset,
  pairs: HeldOutPairs,
): Promise<Omit<ImpressionBaselines, 'kind' | 'set' | 'split'>> {
  const quick = rankers.filter(({ speed }) => speed === 'fast');
  const scores = await pairScoresOfRankers(dataset, quick, pairs, never);
  const baselines = Object.fromEntries(Array.from(scores, ([id, own]) => [id, pairFigures(pairs, own)]));
  const { taken, shown } = pairCounts(pairs);
  const nothing = new Float32Array(pairs.items.length);
  const pairsByUser = aucByUser(nothing, pairs.labels, pairs.users).map((own) => own.pairs);
  return { taken, shown, pairsByUser, baselines };
}

interface Own {
  loaded: Loaded;
  pairs: HeldOutPairs;
  set: string;
  split: SplitRule;
  trial: Trial;
  seed: number;
}

async function trainOnce(
  device: Device,
  { loaded, pairs, set, split, trial, seed }: Own,
  { graph, settings, mark, parameters }: TrialDocument,
  keep: KeepRun,
): Promise<ImpressionRun> {
  const began = performance.now();
  const trained = await trainGraph(device, loaded.dataset, trial.preset, graph, { ...settings, seed });
  try {
    const figures = pairFigures(pairs, await scoresOfPairs(trained.model.serving, pairs, { signal: never }));
    const { validation, keptStep, steps, stepsPerEpoch } = trained;
    const { adapter } = device;
    keep(runOf(trained, { loaded, adapter }, `${set}, ${trialName(trial)}, seed ${seed}`, null), trained.series.all());
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    const known = { kind: 'run', set, split, ...trial, seed, mark, parameters } as const;
    return { ...known, validation, bestStep: keptStep, steps, stepsPerEpoch, seconds, adapter, ...figures };
  } finally {
    trained.model.dispose();
  }
}
