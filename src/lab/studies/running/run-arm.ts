/** Trains an arm of a study and takes its measures. */
import type { Device } from '../../../engine/device';
import type { Evaluation } from '../../evaluate/metrics';
import { testEvaluation } from '../../evaluate/test-evaluation';
import { oracleMetrics } from '../../evaluate/oracle';
import { runFunnel, type Funnel } from '../../funnel/funnel';
import { FunnelStage } from '../../funnel/funnel-stage';
import { Stage } from '../../funnel/stage';
import type { Loaded } from '../../loading/sources';
import type { LiveModel } from '../../training/live-model';
import { listed, type StudyRun } from '../judging/runs';
import type { Arm, Study } from '../studies';
import type { Prepared } from './documents';
import { mergeRetrievals } from './merge';
import type { Outcome, Trained } from './outcome';
import { runOf, type KeepRun } from './run-of';
import { trainGraph } from './train-graph';

const never = new AbortController().signal;

/** @throws Error with what the device reported, LabError (diverged), LimitError */
export async function runArm(
  device: Device,
  study: Study,
  { seed, loaded, arms }: Prepared,
  arm: string,
  keep: KeepRun = () => undefined,
): Promise<StudyRun> {
  const document = arms[arm];
  if (!document)
    throw new Error(`study "${study.id}" has no arm "${arm}"; the arms are ${Object.keys(arms).join(', ')}`);
  const began = performance.now();
  const trained: Trained[] = [];
  try {
    for (const [name, graph] of Object.entries(document.graphs))
      trained.push(await trainGraph(device, loaded.dataset, name, graph, document.settings, study.keeps));
    const outcome = await testOf({ arm, seed, loaded, trained }, study.arms[arm]!);
    for (const own of trained) {
      const title = [study.id, arm, ...(own.name === arm ? [] : [own.name]), `seed ${seed}`].join(', ');
      // Of several retrievals the test is of their merged list, which is nobody's own.
      keep(
        runOf(own, { loaded, adapter: device.adapter }, title, trained.length === 1 ? outcome.test.metrics : null),
        own.series.all(),
      );
    }
    const own = (await study.measure?.(outcome)) ?? {};
    const { metrics, perUser } = outcome.test;
    const oracle = (await oracleOf(loaded))['ndcg@10']!;
    const measures: Record<string, number> = {
      'hr@10': metrics['hr@10']!,
      'ndcg@10': metrics['ndcg@10']!,
      'share of the oracle': metrics['ndcg@10']! / oracle,
      'validation ndcg@10': outcome.validation,
      ...own,
    };
    const broken = Object.keys(measures).find((name) => !Number.isFinite(measures[name]));
    if (broken !== undefined)
      throw new Error(`study "${study.id}", arm "${arm}": the measure "${broken}" is ${measures[broken]}`);
    return {
      study: study.id,
      arm,
      seed,
      mark: document.mark,
      ...document.budget,
      steps: trained.reduce((sum, { steps }) => sum + steps, 0),
      seconds: Math.round((performance.now() - began) / 100) / 10,
      adapter: device.adapter,
      measures,
      ndcg: listed(perUser['ndcg@10']),
    };
  } finally {
    for (const { model } of trained) model.dispose();
  }
}

async function testOf(base: Pick<Outcome, 'arm' | 'seed' | 'loaded' | 'trained'>, arm: Arm): Promise<Outcome> {
  const { trained } = base;
  const models = trained.map(({ model }) => model);
  if ('retrievals' in arm) return { ...base, ...(await mergeRetrievals(models)), funnel: null };
  const { model, validation } = trained.at(-1)!;
  const alone = { ...base, validation, weights: null };
  if ('draw' in arm) return { ...alone, test: await testEvaluation(model, never), funnel: null };
  const funnel = await throughFunnel(models, arm.keep);
  return { ...alone, test: funnel, funnel };
}

/** The test part through towers and a ranker of what they find. */
async function throughFunnel([towers, ranker]: readonly LiveModel[], keep: number): Promise<Funnel & Evaluation> {
  const stages = [towers!, ranker!].map(({ serving }) => new Stage(serving));
  try {
    return await runFunnel(
      stages.map((stage) => FunnelStage.alone(stage, keep)),
      towers!.dataset.split.test,
      { signal: never, onProgress: () => undefined },
    );
  } finally {
    for (const stage of stages) stage.dispose();
  }
}

/** The arms of a seed share their data, and its oracle. */
const oracles = new WeakMap<Loaded, ReturnType<typeof countOracle>>();
const countOracle = async ({ dataset, truth }: Loaded) => (await oracleMetrics(dataset, truth!, 'test')).metrics;

function oracleOf(loaded: Loaded): ReturnType<typeof countOracle> {
  const known = oracles.get(loaded) ?? countOracle(loaded);
  oracles.set(loaded, known);
  return known;
}
