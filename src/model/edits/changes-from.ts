/** How far a graph has gone from the ready-made towers it began as. */
import { findBlock } from '../nodes/registry';
import type { GraphEdge, GraphNode, TowerGraph } from '../document/graph';
import { withDefaults } from '../document/params';

export interface Changes {
  /**
   * Blocks there are more of, and fewer, each as often as that; both empty where only settings, tables or edges differ.
   */
  added: string[];
  removed: string[];
}

/** Null where both are the same towers, wherever their nodes stand and whatever they are titled. */
export function changesFrom(base: TowerGraph, graph: TowerGraph): Changes | null {
  return sameTowers(base, graph) ? null : { added: surplus(graph, base), removed: surplus(base, graph) };
}

function surplus(more: TowerGraph, fewer: TowerGraph): string[] {
  const left = fewer.nodes.map(({ block }) => block);
  return more.nodes.flatMap(({ block }) => {
    const at = left.indexOf(block);
    if (at >= 0) left.splice(at, 1);
    return at >= 0 ? [] : [block];
  });
}

/** Whatever they are titled and wherever their nodes stand. */
export const sameTowers = (a: TowerGraph, b: TowerGraph): boolean =>
  a === b ||
  (a.nodes.length === b.nodes.length &&
    a.edges.length === b.edges.length &&
    JSON.stringify(plain(a)) === JSON.stringify(plain(b)));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byText = (a: unknown, b: unknown): number => compare(JSON.stringify(a), JSON.stringify(b));

/**
 * What computes: an order counts only among the edges into one input, and a value that is written out is worth what it
 * is by default.
 */
function plain({ tables, nodes, edges }: TowerGraph): unknown[] {
  const inputOf = ({ to }: GraphEdge): string => JSON.stringify([to.node, to.input]);
  return [
    tables.map(({ id, field, width }) => [id, field, width]).toSorted(byText),
    nodes.map(({ id, block, side, params }) => [id, block, side, paramsOf(block, params)]).toSorted(byText),
    edges
      .toSorted((a, b) => compare(inputOf(a), inputOf(b)))
      .map(({ from, to }) => [from.node, from.output, to.node, to.input]),
  ];
}

const paramsOf = (block: string, params: GraphNode['params']): unknown =>
  Object.entries(withDefaults(findBlock(block)?.params ?? {}, params)).toSorted(byText);
