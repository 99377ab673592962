/** What the nodes of a graph say about its embedding tables. */
import type { Init } from '../blocks/block';
import { findBlock } from './registry';
import type { GraphNode, TowerGraph } from '../document/graph';
import { checkParam } from '../document/params';

/** Parameters of a node that name tables, and what they name. */
export function tableParams({ block, params }: GraphNode): [param: string, ids: readonly string[]][] {
  return Object.entries(findBlock(block)?.params ?? {}).flatMap(([name, spec]) => {
    const value = params[name];
    return spec.kind === 'tables' && Array.isArray(value)
      ? [[name, value.map(String)] as [string, readonly string[]]]
      : [];
  });
}

export const tablesOf = (node: GraphNode): string[] => tableParams(node).flatMap(([, ids]) => ids);

/** Nodes that read a table, in the order of the document. */
export const readersOf = (graph: TowerGraph, table: string): GraphNode[] =>
  graph.nodes.filter((node) => tablesOf(node).includes(table));

/**
 * Standard deviation of fresh embedding rows. Cosine scores do not see its size, only how fast a row can turn: a step
 * of Adam is about the learning rate in each coordinate.
 */
const TABLE_STD = 0.1;

/** The tables a node names, of parameters that fit; `own`: those no other node may read. */
function tablesRead({ block, params }: GraphNode): { table: string; own: boolean }[] {
  return Object.entries(findBlock(block)?.params ?? {}).flatMap(([name, spec]) => {
    const value = params[name] ?? spec.default;
    return spec.kind === 'tables' && !checkParam(spec, value)
      ? (value as readonly string[]).map((table) => ({ table, own: spec.own ?? false }))
      : [];
  });
}

/** How fresh rows of a table begin: a node's own at zero, and rows that training never meets stay there. */
export const rowsBegin = ({ nodes }: TowerGraph, table: string): Init =>
  nodes.some((node) => tablesRead(node).some((read) => read.own && read.table === table))
    ? { kind: 'constant', value: 0 }
    : { kind: 'normal', std: TABLE_STD };
