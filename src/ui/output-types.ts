/** Static types of every node's outputs against the loaded data, for shapes on screen. */
import { useMemo } from 'react';
import type { DatasetSummary } from '../lab/protocol';
import type { TowerGraph } from '../model/graph';
import type { PortType } from '../model/ports';
import { validate } from '../model/validate';
import { useData, useDocument } from './lab';

type OutputTypes = ReadonlyMap<string, Readonly<Record<string, PortType>>>;
const NONE: OutputTypes = new Map();

/** The last answer, shared by the parts of the screen that ask for the same document. */
let last: { graph: TowerGraph; summary: DatasetSummary; types: OutputTypes } | null = null;

export function useOutputTypes(): OutputTypes {
  const graph = useDocument()?.graph;
  const summary = useData((data) => data.summary);
  return useMemo(() => {
    if (!graph || !summary) return NONE;
    if (last?.graph !== graph || last.summary !== summary) {
      const { fields, users, items, hasTime } = summary;
      last = { graph, summary, types: validate(graph, { fields, users, items, hasTime }).types };
    }
    return last.types;
  }, [graph, summary]);
}
