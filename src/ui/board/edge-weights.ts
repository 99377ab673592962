/**
 * Which live value tells how much comes along an edge: the share of a channel where it is fused, the contribution of a
 * part where the towers meet.
 */
import type { GraphEdge, TowerGraph } from '../../model/document/graph';
import { edgesInto, nodeById } from '../../model/document/graph-edits';
import { distinct, namesOf } from '../../model/document/parts';
import type { PortType } from '../../model/document/ports';
import type { Probe } from '../../model/check/probe';

/** The number at a place among the numbers of a probe. */
export interface EdgeWeight {
  key: string;
  at: number;
  of: number;
}

type Types = ReadonlyMap<string, Readonly<Record<string, PortType>>>;

/** @param gauges live values by node */
export function edgeWeights(
  graph: TowerGraph,
  gauges: ReadonlyMap<string, Probe>,
  types: Types,
): ReadonlyMap<GraphEdge, EdgeWeight> {
  const weights = new Map<GraphEdge, EdgeWeight>();
  for (const { key, nodeId, labels } of gauges.values()) {
    const edges = edgesInto(graph, nodeId);
    const give = (edge: GraphEdge | undefined, label: string): void => {
      const at = labels.indexOf(label);
      if (edge && at >= 0) weights.set(edge, { key, at, of: labels.length });
    };
    if (distinct(edges.map(({ from }) => from.node)).join() === labels.join())
      edges.forEach((edge, i) => give(edge, labels[i] ?? ''));
    if (nodeById(graph, nodeId)?.side !== 'match') continue;
    for (const { from } of edges) {
      // Parts stand in the order of the edges where each edge brought one.
      const type = types.get(from.node)?.[from.output];
      const channels = edgesInto(graph, from.node);
      if (type?.kind === 'vector' && type.parts.length === channels.length)
        namesOf(type.parts).forEach((name, i) => give(channels[i], name));
    }
  }
  return weights;
}
