/**
 * What validation says of a graph against the loaded data: types of outputs, for shapes on screen, and the live values
 * of the run.
 */
import { useMemo } from 'react';
import type { DatasetSummary } from '../lab/protocol';
import type { TowerGraph } from '../model/graph';
import type { PortType } from '../model/ports';
import { probesOf, type Probe } from '../model/probe';
import { validate, type Validation } from '../model/validate';
import { useData, useDocument, useRun } from './lab';

type OutputTypes = ReadonlyMap<string, Readonly<Record<string, PortType>>>;
const NONE: OutputTypes = new Map();
const NO_PROBES: readonly Probe[] = [];

/**
 * Shared by the parts of the screen that ask for the same document; a document that nobody holds takes its types along.
 */
const known = new WeakMap<TowerGraph, WeakMap<DatasetSummary, Validation>>();

function validationOf(graph: TowerGraph, summary: DatasetSummary): Validation {
  const ofGraph = known.get(graph) ?? new WeakMap<DatasetSummary, Validation>();
  known.set(graph, ofGraph);
  const { fields, hasTime, sessions } = summary;
  const validation =
    ofGraph.get(summary) ??
    validate(graph, { fields, hasTime, ...(typeof sessions?.single === 'number' ? { hasSessions: true } : {}) });
  ofGraph.set(summary, validation);
  return validation;
}

/** Null while there is no graph or no data. */
export function useValidation(graph: TowerGraph | undefined): Validation | null {
  const summary = useData((data) => data.summary);
  return useMemo(() => (graph && summary ? validationOf(graph, summary) : null), [graph, summary]);
}

export const useOutputTypes = (): OutputTypes => useValidation(useDocument()?.graph)?.types ?? NONE;

/** Live values that the blocks of a graph publish while it is trained. */
export function useProbes(graph: TowerGraph | undefined): readonly Probe[] {
  const validation = useValidation(graph);
  return useMemo(() => (graph && validation ? probesOf(graph, validation) : NO_PROBES), [graph, validation]);
}

/** Those of the graph that was trained last; none before. */
export const useTrainedProbes = (): readonly Probe[] => useProbes(useRun((run) => run.trained?.graph));
