/**
 * What the judge says of a graph against the loaded data: its problems, the types of its outputs, its live values, its
 * costs.
 */
import { useMemo } from 'react';
import { judge, type Judgement } from '../model/check/judge';
import { memoryOf, type Memory } from '../model/check/memory';
import type { Costs } from '../model/check/costs';
import type { Probe } from '../model/check/probe';
import type { TowerGraph } from '../model/document/graph';
import { useData, useDocument, useRun } from './lab';

const NO_PROBES: readonly Probe[] = [];
const NO_TYPES: Judgement['types'] = new Map();

/** Null while there is no graph or no data. */
export function useJudgement(graph: TowerGraph | undefined): Judgement | null {
  const schema = useData((data) => data.summary?.schema);
  return graph && schema ? judge(graph, schema) : null;
}

export const useOutputTypes = (): Judgement['types'] => useJudgement(useDocument()?.graph)?.types ?? NO_TYPES;

/** Of the document on screen; null where it cannot run. */
export function useCosts(): Costs | null {
  const judgement = useJudgement(useDocument()?.graph);
  return judgement?.problems.length === 0 ? judgement.costs : null;
}

/** What training the document on screen takes of the GPU; null where it cannot run. */
export function useMemory(): Memory | null {
  const document = useDocument();
  const judgement = useJudgement(document?.graph);
  return useMemo(
    () => (document && judgement?.problems.length === 0 ? memoryOf(judgement, document.settings) : null),
    [document, judgement],
  );
}

/** Live values that the blocks of a graph publish while it is trained. */
export const useProbes = (graph: TowerGraph | undefined): readonly Probe[] => useJudgement(graph)?.probes ?? NO_PROBES;

/** Those of the graph that was trained last; none before. */
export const useTrainedProbes = (): readonly Probe[] => useProbes(useRun((run) => run.trained?.graph));
