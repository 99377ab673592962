/** Whose figures are on screen: those of the run, which may have trained other towers than are drawn by now. */
import { useMemo } from 'react';
import { sameTowers } from '../model/edits/changes-from';
import type { TowerGraph } from '../model/document/graph';
import { useDocument, useRun } from './lab';

export interface Trained {
  graph: TowerGraph;
  /** They are the towers on screen: live values of the run may stand at their nodes. */
  isDrawn: boolean;
}

/** Null before the first start. */
export function useTrained(): Trained | null {
  const graph = useRun((run) => run.trained?.graph);
  const drawn = useDocument()?.graph;
  return useMemo(
    () => (graph ? { graph, isDrawn: drawn !== undefined && sameTowers(graph, drawn) } : null),
    [graph, drawn],
  );
}
