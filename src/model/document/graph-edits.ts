/**
 * What one may do to a tower graph: every edit is pure and gives a new document; nothing here knows what a block is.
 */
import type { GraphEdge, GraphNode, GraphTable, Json, Settings, Side, Stage, TowerGraph } from './graph';

export const nodeById = (graph: TowerGraph, id: string): GraphNode | undefined =>
  graph.nodes.find((node) => node.id === id);
export const edgesInto = (graph: TowerGraph, node: string): GraphEdge[] =>
  graph.edges.filter(({ to }) => to.node === node);

export const sameEdge = (a: GraphEdge, b: GraphEdge): boolean =>
  a.from.node === b.from.node &&
  a.from.output === b.from.output &&
  a.to.node === b.to.node &&
  a.to.input === b.to.input;

function withNode(graph: TowerGraph, id: string, change: (node: GraphNode) => GraphNode): TowerGraph {
  if (!nodeById(graph, id))
    throw new Error(`no node "${id}" in the graph; known: ${graph.nodes.map((node) => node.id).join(', ')}`);
  return { ...graph, nodes: graph.nodes.map((node) => (node.id === id ? change(node) : node)) };
}

/** `base`, or `base-2`, `base-3`… where that is taken. */
export function freshId(taken: Iterable<string>, base: string): string {
  const known = new Set(taken);
  let id = base;
  for (let n = 2; known.has(id); n++) id = `${base}-${n}`;
  return id;
}

/** Adds a node under a fresh id made from the block's. */
export function addNode(
  graph: TowerGraph,
  block: string,
  side: Side,
  at: [number, number],
  params: Record<string, Json> = {},
): { graph: TowerGraph; id: string } {
  const id = freshId(
    graph.nodes.map((node) => node.id),
    side === 'objective' || side === 'match' ? block : `${side}-${block}`,
  );
  return { graph: { ...graph, nodes: [...graph.nodes, { id, block, side, params, at }] }, id };
}

/** Removes a node with its edges. Tables stay: another node may read them. */
export const removeNode = (graph: TowerGraph, id: string): TowerGraph => ({
  ...graph,
  nodes: graph.nodes.filter((node) => node.id !== id),
  edges: graph.edges.filter(({ from, to }) => from.node !== id && to.node !== id),
});

/** @throws for an unknown node, naming the known ones */
export const moveNode = (graph: TowerGraph, id: string, at: [number, number]): TowerGraph =>
  withNode(graph, id, (node) => ({ ...node, at }));

/** @throws for an unknown node, naming the known ones */
export const setParam = (graph: TowerGraph, id: string, name: string, value: Json): TowerGraph =>
  withNode(graph, id, (node) => ({ ...node, params: { ...node.params, [name]: value } }));

/** Adds an edge as the last of its input; an edge that exists stays as it is. */
export const connect = (graph: TowerGraph, edge: GraphEdge): TowerGraph =>
  graph.edges.some((known) => sameEdge(known, edge)) ? graph : { ...graph, edges: [...graph.edges, edge] };

export const disconnect = (graph: TowerGraph, edge: GraphEdge): TowerGraph => ({
  ...graph,
  edges: graph.edges.filter((known) => !sameEdge(known, edge)),
});

/** Adds a table, or replaces the one with its id. */
export const setTable = (graph: TowerGraph, table: GraphTable): TowerGraph => ({
  ...graph,
  tables: graph.tables.some(({ id }) => id === table.id)
    ? graph.tables.map((known) => (known.id === table.id ? table : known))
    : [...graph.tables, table],
});

/**
 * Nodes with everything they read before them; nodes on or behind a cycle are left out. Ties keep the document's order.
 */
export function topologicalOrder(graph: TowerGraph): GraphNode[] {
  const done = new Set<string>();
  const order: GraphNode[] = [];
  const known = new Set(graph.nodes.map((node) => node.id));
  let waiting = graph.nodes;
  for (;;) {
    const ready = waiting.filter((node) =>
      edgesInto(graph, node.id).every(({ from }) => done.has(from.node) || !known.has(from.node)),
    );
    if (ready.length === 0) return order;
    for (const node of ready) {
      done.add(node.id);
      order.push(node);
    }
    waiting = waiting.filter((node) => !done.has(node.id));
  }
}

/** Nodes from which an edge leads back to themselves. */
export function nodesOnCycles(graph: TowerGraph): GraphNode[] {
  const readers = new Map<string, string[]>();
  for (const { from, to } of graph.edges) readers.set(from.node, [...(readers.get(from.node) ?? []), to.node]);
  return graph.nodes.filter(({ id }) => {
    const seen = new Set<string>();
    const open = [...(readers.get(id) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === id) return true;
      if (!seen.has(next)) for (const reader of readers.get(next) ?? []) open.push(reader);
      seen.add(next);
    }
    return false;
  });
}

/** The same settings, every stage ending there. */
export const endingAt = (settings: Settings, until: Stage['until']): Settings => ({
  ...settings,
  stages: settings.stages.map((stage) => ({ ...stage, until })),
});
