/** Why a document cannot train on the data and the device that are there. */
import type { Dataset } from '../../data/dataset';
import type { Device } from '../../engine/device';
import { judge } from '../../model/check/judge';
import { memoryOf, problemsOfMemory } from '../../model/check/memory';
import type { Settings, TowerGraph } from '../../model/document/graph';
import type { Problem } from '../../model/document/problem';
import { schemaOf } from '../../model/document/schema';
import { problemsOfKnownPairs } from '../../model/nodes/relevance';
import { problemsOfRowWeights } from '../../model/nodes/row-formulas';
import { forbids, problemsOfStages } from '../../model/nodes/stages';
import { limitsOf } from '../device-info';

/** @param settings as they were parsed */
export function problemsOfRun(graph: TowerGraph, settings: Settings, dataset: Dataset, { gpu }: Device): Problem[] {
  const judgement = judge(graph, schemaOf(dataset));
  const limits = limitsOf(gpu);
  // What only the rows of the data tell is asked of a graph that could run.
  const ofRows = (): Problem[] => [
    ...problemsOfRowWeights(graph, dataset),
    ...problemsOfKnownPairs(graph, dataset, settings.batch),
  ];
  return [
    ...judgement.problems,
    ...(judgement.problems.length === 0 ? ofRows() : []),
    ...problemsOfStages(graph, settings).filter(forbids),
    ...(limits ? problemsOfMemory(memoryOf(judgement, settings), limits) : []),
  ];
}
