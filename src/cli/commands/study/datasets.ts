/**
 * The study `datasets`: trains presets on the reference logs, over several seeds, and prints the tables of the README.
 * Presets run with fields; `two-tower` with ids only as well, where that is asked for.
 */
import { DEFAULT_PROTOCOL, type SplitRule } from '../../../data/dataset';
import type { Device } from '../../../engine/device';
import { computeBaselines } from '../../../lab/rankers/compute';
import { whyLeft, type Ranker } from '../../../lab/rankers/ranker';
import { rankers } from '../../../lab/rankers/rankers';
import { testEvaluation } from '../../../lab/evaluate/test-evaluation';
import type { Loaded } from '../../../lab/loading/sources';
import { runOf, type KeepRun } from '../../../lab/studies/running/run-of';
import { trainGraph } from '../../../lab/studies/running/train-graph';
import { presets } from '../../../model/presets/presets';
import type { Flags } from '../../flags';
import { UsageError } from '../../usage-error';
import { openHeadlessDevice } from '../../headless';
import { print } from '../../output';
import { keeperOf } from '../../run-folder';
import { baselinesOf, listedFigures, type BaselineRun, type DatasetLine, type DatasetRun } from './datasets-record';
import { datasetsTables } from './datasets-table';
import { openRecord, refuseOther, type RunRecord } from './record';
import { loadSet, setsOf, STUDY_SETS, type StudySet } from './sets';
import { documentOf, type TrialDocument } from './trial-document';
import { comparedWith, isOf, trialName, trialsOf, type Trial } from './trials';

const never = new AbortController().signal;

/** Every row of these logs that is read is an event. */
const COUNTED = rankers.filter(({ needs }) => !needs.shown);

/** @throws UsageError */
export async function studyDatasets(flags: Flags, seeds: readonly number[]): Promise<void> {
  if (flags.recorded && flags.record === undefined) throw new UsageError('lab study: --recorded needs --record FILE');
  const sets = setsOf(flags.sets, STUDY_SETS);
  const split = flags.split ?? DEFAULT_PROTOCOL.split;
  const record = openRecord<DatasetLine>(flags.record ?? null);
  const trials = flags.recorded && flags.presets === undefined ? recordedTrials(flags, record) : trialsOf(flags);
  const against = comparedWith(flags.against, trials);
  if (!flags.recorded) await trainMissing(flags, { seeds, sets, split, trials, record });
  print(
    datasetsTables(
      sets,
      split,
      trials,
      record.runs.filter((line) => line.split === split && (line.kind === 'baselines' || seeds.includes(line.seed))),
      against,
    ),
  );
}

/** Of every preset that the record has, in the order of the presets. */
function recordedTrials(flags: Flags, { runs }: RunRecord<DatasetLine>): Trial[] {
  const known = new Set(runs.flatMap((line) => (line.kind === 'run' ? [line.preset] : [])));
  return [...presets.keys()].filter((id) => known.has(id)).flatMap((id) => trialsOf({ ...flags, presets: id }));
}

interface Asked {
  seeds: readonly number[];
  sets: readonly StudySet[];
  split: SplitRule;
  trials: readonly Trial[];
  record: RunRecord<DatasetLine>;
}

async function trainMissing(flags: Flags, { seeds, sets, split, trials, record }: Asked): Promise<void> {
  const folder = flags.datasets;
  if (folder === undefined) throw new UsageError('lab study: datasets needs --datasets FOLDER');
  const keep = keeperOf(flags['run-dir']);
  let device: Device | null = null;
  for (const set of sets) {
    for (const variant of ['ids', 'fields'] as const) {
      const open = trials
        .filter((trial) => trial.variant === variant)
        .flatMap((trial) =>
          seeds.filter((seed) => !isRecorded(record, set.id, split, trial, seed)).map((seed) => ({ trial, seed })),
        );
      const counted = baselinesOf(record.runs, set.id, split)?.baselines;
      if (open.length === 0 && counted && COUNTED.every(({ id }) => counted[id])) continue;
      const loaded = await loadSet(set, variant, folder, { where: set.where, split });
      // Of what nobody's fields change; what a record of before lacks is added to it.
      const missing = COUNTED.filter((ranker) => !counted?.[ranker.id] && !whyLeft(ranker, loaded.dataset));
      if (missing.length > 0) {
        process.stderr.write(`${set.id}, baselines: ${missing.map(({ id }) => id).join(', ')}\n`);
        record.add(await countBaselines(loaded, set.id, split, missing));
      }
      for (const trial of new Set(open.map((own) => own.trial)))
        refuseOther(record.runs, { ...trial, set: set.id, split, mark: documentOf(loaded, trial, flags).mark });
      for (const { trial, seed } of open) {
        device ??= await openHeadlessDevice(flags);
        process.stderr.write(`${set.id}, ${trialName(trial)}, seed ${seed}: `);
        const run = await trainOnce(device, loaded, documentOf(loaded, trial, flags), set.id, split, trial, seed, keep);
        record.add(run);
        process.stderr.write(
          `NDCG@10 ${run.metrics['ndcg@10']!.toFixed(4)} after ${run.steps} steps, ${run.seconds} s\n`,
        );
      }
    }
  }
}

const isRecorded = (
  { runs }: RunRecord<DatasetLine>,
  set: string,
  split: SplitRule,
  trial: Trial,
  seed: number,
): boolean =>
  runs.some(
    (line) =>
      line.kind === 'run' && line.set === set && line.split === split && line.seed === seed && isOf(line, trial),
  );

async function countBaselines(
  { dataset }: Loaded,
  set: string,
  split: SplitRule,
  asked: readonly Ranker[],
): Promise<BaselineRun> {
  const { baselines, perUser } = await computeBaselines(dataset, { part: 'test', asked: asked.map(({ id }) => id) });
  return {
    kind: 'baselines',
    set,
    split,
    users: dataset.users.length,
    testUsers: dataset.split.test.length,
    items: dataset.items.length,
    pairs: dataset.events.user.length,
    baselines: Object.fromEntries(
      rankers.flatMap(({ id }) => {
        const [metrics, own, chosen] = [baselines[id], perUser[id], baselines.chosen?.[id]];
        return metrics && own ? [[id, { metrics, ...(chosen ? { chosen } : {}), perUser: listedFigures(own) }]] : [];
      }),
    ),
  };
}

async function trainOnce(
  device: Device,
  loaded: Loaded,
  document: TrialDocument,
  set: string,
  split: SplitRule,
  trial: Trial,
  seed: number,
  keep: KeepRun,
): Promise<DatasetRun> {
  const began = performance.now();
  const { graph, settings, mark, parameters, indexWidth } = document;
  const trained = await trainGraph(device, loaded.dataset, trial.preset, graph, { ...settings, seed });
  try {
    const { metrics, perUser } = await testEvaluation(trained.model, never);
    const { validation, keptStep, steps, stepsPerEpoch } = trained;
    keep(
      runOf(trained, { loaded, adapter: device.adapter }, `${set}, ${trialName(trial)}, seed ${seed}`, metrics),
      trained.series.all(),
    );
    return {
      kind: 'run',
      set,
      split,
      ...trial,
      seed,
      mark,
      parameters,
      indexWidth,
      validation,
      bestStep: keptStep,
      steps,
      stepsPerEpoch,
      seconds: Math.round((performance.now() - began) / 100) / 10,
      adapter: device.adapter,
      metrics,
      perUser: listedFigures(perUser),
    };
  } finally {
    trained.model.dispose();
  }
}
