/**
 * Copies: of a node, or of a whole channel with everything only it depends on. That is how parallel channels are made.
 */
import { edgesInto, freshId, nodeById } from '../document/graph-edits';
import type { GraphEdge, TowerGraph } from '../document/graph';
import { freeNear } from './nodes';
import { withOwnTables } from './tables';
import { takesMany } from './wiring';

/** The node and every node below it that nothing outside reads, in the order of the document. */
export function channelOf(graph: TowerGraph, top: string): string[] {
  const inside = new Set([top]);
  // A node joins once all its readers have: until none does any more.
  for (let size = 0; size < inside.size;) {
    size = inside.size;
    for (const { id } of graph.nodes) {
      const readers = graph.edges.filter(({ from }) => from.node === id);
      if (readers.length > 0 && readers.every(({ to }) => inside.has(to.node))) inside.add(id);
    }
  }
  return graph.nodes.flatMap(({ id }) => (inside.has(id) ? [id] : []));
}

/** A copy of one node, reading what the node reads. */
export const duplicateNode = (graph: TowerGraph, id: string): { graph: TowerGraph; id: string } =>
  copy(graph, id, [id]);

/** A copy of the node's channel, with tables of its own. */
export const duplicateChannel = (graph: TowerGraph, id: string): { graph: TowerGraph; id: string } =>
  copy(graph, id, channelOf(graph, id));

/**
 * New ids and new tables; edges among the copied nodes are copied, those from outside read the same outputs. Where the
 * original is read by an input that takes several, the copy stands behind it there; otherwise nobody reads the copy
 * yet.
 */
function copy(graph: TowerGraph, top: string, ids: readonly string[]): { graph: TowerGraph; id: string } {
  const taken = graph.nodes.map(({ id }) => id);
  const renamed = new Map<string, string>();
  for (const id of ids) {
    const fresh = freshId(taken, id.replace(/-\d+$/, ''));
    renamed.set(id, fresh);
    taken.push(fresh);
  }
  const { graph: tabled, nodes } = withOwnTables(
    graph,
    ids.flatMap((id) => nodeById(graph, id) ?? []),
  );
  let grown = tabled;
  for (const node of nodes)
    grown = { ...grown, nodes: [...grown.nodes, { ...node, id: renamed.get(node.id)!, at: freeNear(grown, node.at) }] };
  const copyOf = (edge: GraphEdge): GraphEdge => ({
    from: { ...edge.from, node: renamed.get(edge.from.node) ?? edge.from.node },
    to: { ...edge.to, node: renamed.get(edge.to.node) ?? edge.to.node },
  });
  const own = ids.flatMap((id) => edgesInto(graph, id)).map(copyOf);
  const edges = graph.edges.flatMap((edge) =>
    edge.from.node === top && !renamed.has(edge.to.node) && takesMany(graph, edge.to) ? [edge, copyOf(edge)] : [edge],
  );
  return { graph: { ...grown, edges: [...edges, ...own] }, id: renamed.get(top)! };
}
