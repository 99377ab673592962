/** Static types of every node's outputs against the loaded data, for shapes on screen. */
import { useMemo } from 'react';
import type { DatasetSummary } from '../lab/protocol';
import type { TowerGraph } from '../model/graph';
import type { PortType } from '../model/ports';
import { validate } from '../model/validate';
import { useData, useDocument } from './lab';

type OutputTypes = ReadonlyMap<string, Readonly<Record<string, PortType>>>;
const NONE: OutputTypes = new Map();

/** Shared by the parts of the screen that ask for the same document; a document that nobody holds takes its types along. */
const known = new WeakMap<TowerGraph, WeakMap<DatasetSummary, OutputTypes>>();

function typesOf(graph: TowerGraph, summary: DatasetSummary): OutputTypes {
  const ofGraph = known.get(graph) ?? new WeakMap<DatasetSummary, OutputTypes>();
  known.set(graph, ofGraph);
  const { fields, hasTime } = summary;
  const types = ofGraph.get(summary) ?? validate(graph, { fields, hasTime }).types;
  ofGraph.set(summary, types);
  return types;
}

export function useOutputTypes(): OutputTypes {
  const graph = useDocument()?.graph;
  const summary = useData((data) => data.summary);
  return useMemo(() => (graph && summary ? typesOf(graph, summary) : NONE), [graph, summary]);
}
