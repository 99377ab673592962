/** Why a document cannot train on the data and the device that are there. */
import type { Dataset } from '../../data/dataset';
import type { Device } from '../../engine/device';
import { judge } from '../../model/check/judge';
import { memoryOf, problemsOfMemory } from '../../model/check/memory';
import { checkSettings } from '../../model/check/parse';
import type { Settings, TowerGraph } from '../../model/document/graph';
import { ProblemsError, type Problem } from '../../model/document/problem';
import { schemaOf } from '../../model/document/schema';
import { problemsOfKnownPairs } from '../../model/nodes/relevance';
import { problemsOfRowWeights } from '../../model/nodes/row-formulas';
import { forbids, problemsOfStages } from '../../model/nodes/stages';
import { limitsOf } from '../device-info';

/** As they were parsed, of a document that can train here. @throws ProblemsError */
export function trainableSettings(
  { graph, settings }: { graph: TowerGraph; settings: Settings },
  dataset: Dataset,
  device: Device,
): Settings {
  const parsed = checkSettings(settings);
  const problems = parsed.ok ? problemsOfRun(graph, parsed.value, dataset, device) : parsed.problems;
  if (!parsed.ok || problems.length > 0) throw new ProblemsError(problems);
  return parsed.value;
}

/** @param settings as they were parsed */
function problemsOfRun(graph: TowerGraph, settings: Settings, dataset: Dataset, { gpu }: Device): Problem[] {
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
