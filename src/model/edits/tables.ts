/** What becomes of embedding tables when nodes change. */
import { freshId, nodeById, setParam, setTable } from '../document/graph-edits';
import type { GraphNode, TowerGraph } from '../document/graph';
import { readersOf, tableParams, tablesOf } from '../nodes/tables';

/** Drops those of `candidates` that no node reads: a table that nothing looks up would still be made and kept. */
export function dropUnread(graph: TowerGraph, candidates: readonly string[]): TowerGraph {
  const unread = new Set(candidates.filter((id) => readersOf(graph, id).length === 0));
  return unread.size === 0 ? graph : { ...graph, tables: graph.tables.filter(({ id }) => !unread.has(id)) };
}

/** Sets which tables a node reads; those that nothing reads any more go. */
export function setTables(graph: TowerGraph, node: string, param: string, ids: readonly string[]): TowerGraph {
  const before = nodeById(graph, node);
  const changed = setParam(graph, node, param, [...ids]);
  return before ? dropUnread(changed, tablesOf(before)) : changed;
}

const idFor = (field: string): string => field.replace(/[\s/]+/g, '-');
/** 'genre' of 'genre-3': copies of copies keep one number. */
const stem = (id: string): string => id.replace(/-\d+$/, '');

/**
 * Gives a node a new table of its own for a field: at the end, or in the place of `instead`.
 * @param most tables the node may read: the first ones make room
 */
export function ownTable(
  graph: TowerGraph,
  node: string,
  param: string,
  field: string,
  width: number,
  instead?: string,
  most = Infinity,
): TowerGraph {
  const ids = tableParams(nodeById(graph, node) ?? unknown(node)).find(([name]) => name === param)?.[1] ?? [];
  const id = freshId(
    graph.tables.map((table) => table.id),
    idFor(field),
  );
  const wanted = instead === undefined ? [...ids, id] : ids.map((known) => (known === instead ? id : known));
  return setTables(setTable(graph, { id, field, width }), node, param, wanted.slice(Math.max(0, wanted.length - most)));
}

/** Gives a node tables of its own, of equal width, in the place of those that others read too. */
export function separateTables(graph: TowerGraph, node: string, param: string, ids: readonly string[]): TowerGraph {
  return ids.reduce((now, id) => {
    const table = now.tables.find((known) => known.id === id);
    return table && readersOf(now, id).length > 1 ? ownTable(now, node, param, table.field, table.width, id) : now;
  }, graph);
}

/** Gives all tables of a node one width. A shared table changes for everyone who reads it. */
export function setWidth(graph: TowerGraph, ids: readonly string[], width: number): TowerGraph {
  return { ...graph, tables: graph.tables.map((table) => (ids.includes(table.id) ? { ...table, width } : table)) };
}

/** A new table for each that the nodes read, of the same field and width; nodes that shared one share the new one. */
export function withOwnTables(
  graph: TowerGraph,
  nodes: readonly GraphNode[],
): { graph: TowerGraph; nodes: GraphNode[] } {
  const renamed = new Map<string, string>();
  const tables = [...graph.tables];
  for (const old of new Set(nodes.flatMap(tablesOf))) {
    const table = graph.tables.find(({ id }) => id === old);
    if (!table) continue;
    const id = freshId(
      tables.map((known) => known.id),
      stem(old),
    );
    renamed.set(old, id);
    tables.push({ ...table, id });
  }
  const own = (node: GraphNode): GraphNode => ({
    ...node,
    params: {
      ...node.params,
      ...Object.fromEntries(tableParams(node).map(([name, ids]) => [name, ids.map((id) => renamed.get(id) ?? id)])),
    },
  });
  return { graph: { ...graph, tables }, nodes: nodes.map(own) };
}

function unknown(id: string): never {
  throw new Error(`no node "${id}" in the graph`);
}
