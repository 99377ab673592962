import type { TowerGraph } from '../document/graph';

/**
 * What a loss depends on: the nodes from which a way leads to an objective, and the edges among them. What stands above
 * them alone, as a joint match or a business weight does, is there to serve: another one takes no other weights.
 */
export function learningPart(graph: TowerGraph): TowerGraph {
  const learning = new Set(graph.nodes.flatMap(({ id, side }) => (side === 'objective' ? [id] : [])));
  for (let size = -1; size < learning.size;) {
    size = learning.size;
    for (const { from, to } of graph.edges) if (learning.has(to.node)) learning.add(from.node);
  }
  return {
    ...graph,
    nodes: graph.nodes.filter(({ id }) => learning.has(id)),
    edges: graph.edges.filter(({ to }) => learning.has(to.node)),
  };
}
