/** The graph as it is drawn: of each folded group the node on top alone, with the edges of all its members. */
import type { GraphEdge, TowerGraph } from '../../../model/document/graph';
import type { Group } from './groups';

export interface ShownGraph {
  graph: TowerGraph;
  /** The edge of the document that a drawn one stands for: itself, or one that leads into a folded group. */
  edgeOf(drawn: GraphEdge): GraphEdge;
}

export function shownGraph(graph: TowerGraph, folded: readonly Group[]): ShownGraph {
  const topOf = new Map(folded.flatMap(({ members, top }) => members.map((id) => [id, top] as const)));
  const originals = new Map<GraphEdge, GraphEdge>();
  const seen = new Set<string>();
  const edges = graph.edges.flatMap((edge): GraphEdge[] => {
    const to = topOf.get(edge.to.node) ?? edge.to.node;
    if (to === (topOf.get(edge.from.node) ?? edge.from.node)) return [];
    if (to === edge.to.node) return [edge];
    // Two edges from one output into one group are one line.
    const line = JSON.stringify([edge.from, to]);
    if (seen.has(line)) return [];
    seen.add(line);
    const drawn = { from: edge.from, to: { ...edge.to, node: to } };
    originals.set(drawn, edge);
    return [drawn];
  });
  return {
    graph: { ...graph, nodes: graph.nodes.filter(({ id }) => (topOf.get(id) ?? id) === id), edges },
    edgeOf: (drawn) => originals.get(drawn) ?? drawn,
  };
}
