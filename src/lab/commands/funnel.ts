import type { Dataset } from '../../data/dataset';
import type { Settings, TowerGraph } from '../../model/document/graph';
import { command } from '../command';
import { LabError } from '../failure';
import { runFunnel, type Funnel, type FunnelStage } from '../funnel/funnel';
import { Stage } from '../funnel/stage';
import type { LabHost } from '../host';
import { isRunning } from '../phases';
import { weightsOfRun } from '../runs/weights-of-run';
import { LiveModel } from '../training/live-model';
import { readWeights, type ImportStep } from '../transfer/import-weights';

/** Whose weights score: those of a stored run of the loaded data, by its id, or those of a weights file, its text. */
export type StageAsked = ({ run: string } | { json: string }) & { keep: number };

declare module '../protocol' {
  interface Commands {
    /**
     * The test part through stages behind each other; the first retrieves. `titles`: what the runs, or the graphs of
     * the files, are called.
     */
    funnel: [{ stages: readonly StageAsked[] }, Funnel & { titles: string[] }];
  }
}

export default command('funnel', (host, { stages }) =>
  withStages(host, stages, async (built, titles, { split }) => {
    const signal = host.waits.signal('evaluation');
    const { perUser: _, ...funnel } = await host.waits.saying('evaluation', (onProgress) =>
      runFunnel(built, split.test, { signal, onProgress }),
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
  use: (built: readonly FunnelStage[], titles: string[], dataset: Dataset) => Promise<T>,
): Promise<T> {
  return host.importInTurn(async (step) => {
    const { dataset } = host.needData();
    if (isRunning(host.announcer.phase))
      throw new LabError('training-not-at-rest', 'a run is under way: pause or stop it first');
    // Of the run that rests, the weights as they are.
    await host.runner.training?.keep();
    const models: LiveModel[] = [];
    const titles: string[] = [];
    const built: FunnelStage[] = [];
    try {
      for (const [at, asked] of stages.entries()) {
        const { title, graph, settings, values } = await weightsOf(host, asked, dataset, (fraction) =>
          step((at + fraction) / stages.length),
        );
        const model = new LiveModel(dataset, graph, settings);
        models.push(model);
        titles.push(title);
        model.writeWeights(values);
        built.push({ stage: new Stage(model.serving), keep: asked.keep });
      }
      return await use(built, titles, dataset);
    } finally {
      for (const { stage } of built) stage.dispose();
      for (const model of models) model.dispose();
    }
  });
}

interface StageWeights {
  title: string;
  graph: TowerGraph;
  settings: Settings;
  values: ReadonlyMap<string, Float32Array>;
}

/** @throws LabError (run-gone, run-other-data, run-without-weights); WeightsError */
async function weightsOf(
  { keeper }: LabHost,
  asked: StageAsked,
  dataset: Dataset,
  step: ImportStep,
): Promise<StageWeights> {
  if ('run' in asked) {
    await step(0);
    const { run, weights } = await weightsOfRun(keeper, asked.run, dataset);
    return { title: run.title, graph: run.graph, settings: run.settings, values: weights };
  }
  const { file, values } = await readWeights(asked.json, dataset, step);
  return { title: file.graph.title, graph: file.graph, settings: file.settings, values };
}
