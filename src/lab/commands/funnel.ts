import type { Dataset } from '../../data/dataset';
import type { Settings, TowerGraph } from '../../model/document/graph';
import { command } from '../command';
import { LabError } from '../failure';
import { besideLast, type BesideLast } from '../funnel/beside-last';
import { runFunnel, type Funnel, type FunnelStage } from '../funnel/funnel';
import { Stage } from '../funnel/stage';
import type { LabHost } from '../host';
import { isRunning } from '../phases';
import { weightsOfRun } from '../runs/weights-of-run';
import { LiveModel } from '../training/live-model';
import { readWeights, type ImportStep } from '../transfer/import-weights';

/** Whose weights score: those of a stored run of the loaded data, by its id, or those of a weights file, its text. */
export type StageAsked = ({ run: string } | { json: string }) & { keep: number };

/** Of the bar; the rest is the last stage alone. */
const FUNNEL_SHARE = 0.8;

/** `besideLast`: where it was asked for, and there are two stages and somebody to ask about. */
export type FunnelAnswer = Funnel & { titles: string[]; besideLast?: BesideLast };

declare module '../protocol' {
  interface Commands {
    /**
     * The test part through stages behind each other; the first retrieves. `titles`: what the runs, or the graphs of
     * the files, are called. `beside`: with what it saves beside its last
     * stage alone.
     */
    funnel: [{ stages: readonly StageAsked[]; beside?: true }, FunnelAnswer];
  }
}

export default command('funnel', (host, { stages, beside }) =>
  withStages(host, stages, (built, titles, { split, items }) => {
    const signal = host.waits.signal('evaluation');
    return host.waits.saying('evaluation', async (onProgress) => {
      const funnel = await runFunnel(built, split.test, {
        signal,
        onProgress: (share) => onProgress(beside ? FUNNEL_SHARE * share : share),
      });
      if (!beside) return { ...funnel, titles };
      const found = await besideLast(built, split.test, items.length, {
        signal,
        onProgress: (share) => onProgress(FUNNEL_SHARE + (1 - FUNNEL_SHARE) * share),
      });
      return { ...funnel, titles, ...(found ? { besideLast: found } : {}) };
    });
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
