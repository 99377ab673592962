/** A part of a drawing taken out and put into another one, or the same. */
import type { FieldSpec } from '../../data/dataset';
import { freshId } from '../document/graph-edits';
import type { GraphNode, TowerGraph } from '../document/graph';
import { findBlock } from '../nodes/registry';
import { tableParams, tablesOf } from '../nodes/tables';
import { STEP, type Point } from './positions';

/** The nodes, the edges among them and the tables that they read. */
export function clip(graph: TowerGraph, ids: readonly string[]): TowerGraph {
  const inside = new Set(ids);
  const nodes = graph.nodes.filter(({ id }) => inside.has(id));
  const read = new Set(nodes.flatMap(tablesOf));
  const { madeFrom: _, ...header } = graph;
  return {
    ...header,
    title: '',
    tables: graph.tables.filter(({ id }) => read.has(id)),
    nodes,
    edges: graph.edges.filter(({ from, to }) => inside.has(from.node) && inside.has(to.node)),
  };
}

export interface Pasted {
  graph: TowerGraph;
  /** The new nodes, in their order. */
  ids: string[];
  /** Fields that the new nodes read and the data do not have. */
  unknownFields: string[];
}

/**
 * Adds a clipping: under fresh ids and with tables of its own, which those of its nodes share that shared them.
 * @param at where its middle goes; null = near where it was, where no node stands
 */
export function paste(graph: TowerGraph, clipping: TowerGraph, fields: readonly FieldSpec[], at: Point | null): Pasted {
  const tables = freshNames(graph.tables, clipping.tables);
  const names = freshNames(graph.nodes, clipping.nodes);
  const [dx, dy] = at ? toMiddle(clipping, at) : toFree(graph, clipping);
  const nodes = clipping.nodes.map((node): GraphNode => ({
    ...node,
    id: names.get(node.id)!,
    params: {
      ...node.params,
      // A table that did not come along would be another one of that name here.
      ...Object.fromEntries(
        tableParams(node).map(([param, ids]) => [param, ids.flatMap((id) => tables.get(id) ?? [])]),
      ),
    },
    at: [Math.round(node.at[0] + dx), Math.round(node.at[1] + dy)],
  }));
  const edges = clipping.edges.flatMap(({ from, to }) => {
    const [source, target] = [names.get(from.node), names.get(to.node)];
    return source === undefined || target === undefined
      ? []
      : [{ from: { ...from, node: source }, to: { ...to, node: target } }];
  });
  return {
    graph: {
      ...graph,
      tables: [...graph.tables, ...clipping.tables.map((table) => ({ ...table, id: tables.get(table.id)! }))],
      nodes: [...graph.nodes, ...nodes],
      edges: [...graph.edges, ...edges],
    },
    ids: nodes.map(({ id }) => id),
    unknownFields: [...new Set(fieldsRead(clipping))].filter((field) => !fields.some(({ name }) => name === field)),
  };
}

function freshNames(known: readonly { id: string }[], added: readonly { id: string }[]): Map<string, string> {
  const taken = new Set(known.map(({ id }) => id));
  const names = new Map<string, string>();
  for (const { id } of added) {
    const fresh = freshId(taken, taken.has(id) ? id.replace(/(?!^)-\d+$/, '') : id);
    taken.add(fresh);
    names.set(id, fresh);
  }
  return names;
}

/** Names of fields that tables embed and parameters name. */
const fieldsRead = ({ tables, nodes }: TowerGraph): string[] => [
  ...tables.map(({ field }) => field),
  ...nodes.flatMap(({ block, params }) =>
    Object.entries(findBlock(block)?.params ?? {}).flatMap(([name, spec]) => {
      const value = params[name];
      return spec.kind === 'field' && typeof value === 'string' && value !== '' ? [value] : [];
    }),
  ),
];

function toMiddle({ nodes }: TowerGraph, [x, y]: Point): Point {
  const middle = (axis: 0 | 1): number => {
    const all = nodes.map(({ at }) => at[axis]);
    return (Math.min(...all) + Math.max(...all)) / 2;
  };
  return [x - middle(0), y - middle(1)];
}

/** By so many steps down and to the right that no node covers another. */
function toFree(graph: TowerGraph, { nodes }: TowerGraph): Point {
  const covers = (n: number): boolean =>
    nodes.some(({ at: [x, y] }) =>
      graph.nodes.some(
        ({ at }) =>
          Math.abs(at[0] - (x + (n * STEP.x) / 2)) < STEP.x / 2 &&
          Math.abs(at[1] - (y + (n * STEP.y) / 2)) < STEP.y / 2,
      ),
    );
  // Each node stands in the way of a few steps at most.
  const most = 4 * (graph.nodes.length + nodes.length);
  let n = 0;
  while (n < most && covers(n)) n++;
  return [(n * STEP.x) / 2, (n * STEP.y) / 2];
}
