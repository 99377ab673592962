/** Weights that are asked for beside those on screen. */
import type { Dataset } from '../../data/dataset';
import type { Settings, TowerGraph } from '../../model/document/graph';
import type { Announcer } from '../announcer';
import { readWeights, type ImportStep } from '../transfer/import-weights';
import { WeightsError } from '../transfer/weights-file';
import type { RunKeeper } from './run-keeper';
import { weightsOfRun } from './weights-of-run';

/**
 * Those of a stored run of the loaded data, by its id, or those of a weights file, its text. `givenAs`: what is said of
 * the file calls it so, `--teacher "towers.json"` say.
 */
export type WeightsAsked = { run: string } | { json: string; givenAs?: string };

/** The stored runs, and who is told of a file that was trained on other data. */
export interface WeightsFrom {
  keeper: RunKeeper;
  announcer: Announcer;
}

/** With the run, or the graph of the file, that they are of. */
export interface AskedWeights {
  title: string;
  graph: TowerGraph;
  settings: Settings;
  values: ReadonlyMap<string, Float32Array>;
}

/** @throws LabError (run-gone, run-other-data, run-without-weights); WeightsError, with `givenAs` */
export async function weightsOf(
  { keeper, announcer }: WeightsFrom,
  asked: WeightsAsked,
  dataset: Dataset,
  step: ImportStep = async () => undefined,
): Promise<AskedWeights> {
  if ('run' in asked) {
    await step(0);
    const { run, weights } = await weightsOfRun(keeper, asked.run, dataset);
    return { title: run.title, graph: run.graph, settings: run.settings, values: weights };
  }
  const { file, values, sameData, known } = await readWeights(asked.json, dataset, step).catch((error: unknown) => {
    throw error instanceof WeightsError ? new WeightsError(error.problem, error.problems, asked.givenAs) : error;
  });
  if (!sameData) announcer.publish('otherData', { weights: asked.givenAs ?? file.graph.title, known });
  return { title: file.graph.title, graph: file.graph, settings: file.settings, values };
}
