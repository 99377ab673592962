import type { Dataset } from '../../data/dataset';
import type { Settings, TowerGraph } from '../../model/document/graph';
import { command } from '../command';
import { LabError } from '../failure';
import { runFunnel, type Funnel } from '../funnel/funnel';
import { FunnelStage, type Source } from '../funnel/funnel-stage';
import type { MergeRule } from '../funnel/merge';
import { Stage } from '../funnel/stage';
import type { LabHost } from '../host';
import { isRunning } from '../phases';
import { weightsOfRun } from '../runs/weights-of-run';
import { LiveModel } from '../training/live-model';
import { readWeights, type ImportStep } from '../transfer/import-weights';

/** Whose weights score: those of a stored run of the loaded data, by its id, or those of a weights file, its text. */
type WeightsAsked = { run: string } | { json: string };
/** `weight`: above 0, relative to those of the other sources; `byInterest`: see `StageOptions`. */
export type SourceAsked = WeightsAsked & { weight: number; byInterest: boolean };

/** One model, or several whose lists are merged by `rule`. */
export interface StageAsked {
  sources: readonly SourceAsked[];
  rule: MergeRule;
  keep: number;
}

export interface FunnelAsked {
  stages: readonly StageAsked[];
  /** A column with the scores of a ranker, one of `scores` of the schema, to hold the stages against. */
  scores?: string | null;
}

/** `titles`: [stages][sources] what the runs, or the graphs of the files, are called. */
export type FunnelFound = Funnel & { titles: string[][] };

declare module '../protocol' {
  interface Commands {
    /** The test part through stages behind each other; the first retrieves. */
    funnel: [FunnelAsked, FunnelFound];
  }
}

export default command('funnel', (host, { stages, scores = null }) =>
  withStages(host, stages, async (built, titles, { split }) => {
    const signal = host.waits.signal('evaluation');
    const funnel = await host.waits.saying('evaluation', (onProgress) =>
      runFunnel(built, split.test, { signal, onProgress, scores }),
    );
    return { ...funnel, titles };
  }),
);

/**
 * The stages with their weights, for as long as they are used.
 * @throws as `weightsOf`; LabError (training-not-at-rest)
 */
export function withStages<T>(
  host: LabHost,
  stages: readonly StageAsked[],
  use: (built: readonly FunnelStage[], titles: string[][], dataset: Dataset) => Promise<T>,
): Promise<T> {
  return host.importInTurn(async (step) => {
    const { dataset } = host.needData();
    if (isRunning(host.announcer.phase))
      throw new LabError('training-not-at-rest', 'a run is under way: pause or stop it first');
    // Of the run that rests, the weights as they are.
    await host.runner.training?.keep();
    const models: LiveModel[] = [];
    const built: FunnelStage[] = [];
    const titles: string[][] = [];
    const all = stages.reduce((sum, { sources }) => sum + sources.length, 0);
    try {
      for (const { sources, rule, keep } of stages) {
        const own: Source[] = [];
        built.push(new FunnelStage(own, keep, rule));
        titles.push([]);
        for (const asked of sources) {
          const { title, graph, settings, values } = await weightsOf(host, asked, dataset, (fraction) =>
            step((models.length + fraction) / all),
          );
          const model = new LiveModel(dataset, graph, settings);
          models.push(model);
          model.writeWeights(values);
          own.push({ stage: new Stage(model.serving, { byInterest: asked.byInterest }), weight: asked.weight });
          titles.at(-1)!.push(title);
        }
      }
      return await use(built, titles, dataset);
    } finally {
      for (const stage of built) stage.dispose();
      for (const model of models) model.dispose();
    }
  });
}

interface SourceWeights {
  title: string;
  graph: TowerGraph;
  settings: Settings;
  values: ReadonlyMap<string, Float32Array>;
}

/** @throws LabError (run-gone, run-other-data, run-without-weights); WeightsError */
async function weightsOf(
  { keeper }: LabHost,
  asked: WeightsAsked,
  dataset: Dataset,
  step: ImportStep,
): Promise<SourceWeights> {
  if ('run' in asked) {
    await step(0);
    const { run, weights } = await weightsOfRun(keeper, asked.run, dataset);
    return { title: run.title, graph: run.graph, settings: run.settings, values: weights };
  }
  const { file, values } = await readWeights(asked.json, dataset, step);
  return { title: file.graph.title, graph: file.graph, settings: file.settings, values };
}
