/**
 * Copies: of a node, or of a whole channel with everything only it depends on. That is how parallel channels are made.
 */
import { edgesInto, freshId, nodeById } from '../document/graph-edits';
import type { GraphEdge, TowerGraph } from '../document/graph';
import { freeNear } from './positions';
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
  copyOf(graph, id, [id]);

/** A copy of the node's channel, with tables of its own. */
export const duplicateChannel = (graph: TowerGraph, id: string): { graph: TowerGraph; id: string } =>
  copyOf(graph, id, channelOf(graph, id));

/** Copies of several nodes; with `whole`, of the channels that those in a tower end. */
export function duplicateAll(
  graph: TowerGraph,
  ids: readonly string[],
  whole: boolean,
): { graph: TowerGraph; ids: string[] } {
  const isInTower = (id: string): boolean => ['user', 'item'].includes(nodeById(graph, id)?.side ?? '');
  const all = whole ? ids.flatMap((id) => (isInTower(id) ? channelOf(graph, id) : [id])) : ids;
  const copied = copy(graph, ids, [...new Set(all)]);
  return { graph: copied.graph, ids: ids.flatMap((id) => copied.renamed.get(id) ?? []) };
}

const copyOf = (graph: TowerGraph, top: string, ids: readonly string[]): { graph: TowerGraph; id: string } => {
  const copied = copy(graph, [top], ids);
  return { graph: copied.graph, id: copied.renamed.get(top)! };
};

/**
 * New ids and new tables; edges among the copied nodes are copied, those from outside read the same outputs. Where one
 * of `tops` is read by an input that takes several, its copy stands behind it there; otherwise nobody reads the copy
 * yet.
 */
function copy(
  graph: TowerGraph,
  tops: readonly string[],
  ids: readonly string[],
): { graph: TowerGraph; renamed: ReadonlyMap<string, string> } {
  const renamed = freshNames(graph, ids);
  const { graph: tabled, nodes } = withOwnTables(
    graph,
    ids.flatMap((id) => nodeById(graph, id) ?? []),
  );
  let grown = tabled;
  for (const node of nodes)
    grown = { ...grown, nodes: [...grown.nodes, { ...node, id: renamed.get(node.id)!, at: freeNear(grown, node.at) }] };
  const copied = (edge: GraphEdge): GraphEdge => ({
    from: { ...edge.from, node: renamed.get(edge.from.node) ?? edge.from.node },
    to: { ...edge.to, node: renamed.get(edge.to.node) ?? edge.to.node },
  });
  const own = ids.flatMap((id) => edgesInto(graph, id)).map(copied);
  const edges = graph.edges.flatMap((edge) =>
    tops.includes(edge.from.node) && !renamed.has(edge.to.node) && takesMany(graph, edge.to)
      ? [edge, copied(edge)]
      : [edge],
  );
  return { graph: { ...grown, edges: [...edges, ...own] }, renamed };
}

/** A name for the copy of each node: its own without its number, and the next number that is free. */
function freshNames(graph: TowerGraph, ids: readonly string[]): Map<string, string> {
  const taken = graph.nodes.map(({ id }) => id);
  const names = new Map<string, string>();
  for (const id of ids) {
    const fresh = freshId(taken, id.replace(/(?!^)-\d+$/, ''));
    names.set(id, fresh);
    taken.push(fresh);
  }
  return names;
}
