/** What mends a problem in one step, where one thing would. */
import { findBlock } from '../nodes/registry';
import { connect, disconnect, edgesInto, nodeById, setParam } from '../document/graph-edits';
import type { GraphEdge, TowerGraph } from '../document/graph';
import type { Problem } from '../document/problem';
import { tableParams } from '../nodes/tables';
import { remove } from './nodes';
import { setTables, setWidth } from './tables';
import { fits, outputsFor } from './wiring';

/** An edit that mends a problem in one step, as a word of the catalog under `editing.fix.<fix>`. */
export type Fix =
  | 'connect'
  | 'keep-last'
  | 'disconnect'
  | 'drop-table'
  | 'reset'
  | 'one-width'
  | 'to-ranker'
  | 'remove';

const FIXES: Partial<Record<Problem['code'], Fix>> = {
  'missing-input': 'connect',
  'too-many-edges': 'keep-last',
  'wrong-kind': 'disconnect',
  'unknown-input': 'disconnect',
  'unknown-output': 'disconnect',
  'crosses-sides': 'disconnect',
  'unknown-table': 'drop-table',
  'unknown-field': 'drop-table',
  'field-of-other-side': 'drop-table',
  'bad-param': 'reset',
  'width-mismatch': 'one-width',
  'needs-ranker': 'to-ranker',
  'no-time': 'remove',
  'no-impressions': 'remove',
};

/** What would mend a problem of this graph; null where nothing in one step would. */
export function fixFor(graph: TowerGraph, problem: Problem): Fix | null {
  return mend(graph, problem) === graph ? null : FIXES[problem.code]!;
}

/** The graph with the problem mended; the graph itself where one step does not, or there is nothing left to mend. */
export function mend(graph: TowerGraph, { nodeId, field = '', values, code }: Problem): TowerGraph {
  const node = nodeById(graph, nodeId);
  const fix = FIXES[code];
  if (!node || !fix) return graph;
  const edges = edgesInto(graph, nodeId).filter(({ to }) => to.input === field);
  const without = (gone: readonly GraphEdge[]): TowerGraph =>
    gone.length === 0 ? graph : gone.reduce(disconnect, graph);
  const tables = tableParams(node).find(([name]) => name === field)?.[1] ?? [];
  switch (fix) {
    case 'connect': {
      const [from, another] = outputsFor(graph, { node: nodeId, input: field });
      return from && !another ? connect(graph, { from, to: { node: nodeId, input: field } }) : graph;
    }
    case 'keep-last':
      return without(edges.slice(0, -1));
    case 'disconnect': {
      // An edge that arrives nowhere is blamed where it leaves.
      const leaving = graph.edges.filter(
        ({ from, to }) => from.node === nodeId && to.input === field && !nodeById(graph, to.node),
      );
      return without([...edges, ...leaving].filter((edge) => !fits(graph, edge)));
    }
    case 'drop-table': {
      const table =
        String(values['table'] ?? '') ||
        tables.find((id) => graph.tables.some((known) => known.id === id && known.field === values['field']));
      return table !== undefined && tables.includes(table)
        ? setTables(
            graph,
            nodeId,
            field,
            tables.filter((id) => id !== table),
          )
        : graph;
    }
    case 'to-ranker':
      return { ...graph, kind: 'ranker' };
    case 'remove': {
      // Of what reads nothing itself and is one part among others: nothing is missed where it was.
      const isPart = ({ to }: GraphEdge): boolean =>
        edgesInto(graph, to.node).some(({ from, to: other }) => other.input === to.input && from.node !== nodeId);
      const leaving = graph.edges.filter(({ from }) => from.node === nodeId);
      return edgesInto(graph, nodeId).length === 0 && leaving.every(isPart) ? remove(graph, nodeId) : graph;
    }
    case 'one-width': {
      const width = graph.tables.find(({ id }) => id === tables[0])?.width;
      return width === undefined ? graph : setWidth(graph, tables, width);
    }
    case 'reset': {
      const spec = findBlock(node.block)?.params[field];
      if (spec) return setParam(graph, nodeId, field, spec.default);
      const { [field]: _, ...params } = node.params;
      return field in node.params
        ? { ...graph, nodes: graph.nodes.map((known) => (known === node ? { ...node, params } : known)) }
        : graph;
    }
  }
}
