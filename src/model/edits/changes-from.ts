/** Whether two graphs are the same towers, which nodes they have in common, and which blocks came and went. */
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
  if (sameTowers(base, graph)) return null;
  const { added, removed } = matched(base.nodes, graph.nodes);
  return { added: added.map(({ block }) => block), removed: removed.map(({ block }) => block) };
}

export interface Matched {
  kept: (readonly [before: GraphNode, after: GraphNode])[];
  added: GraphNode[];
  removed: GraphNode[];
}

/** A node is the one with its id and block, and where there is none, one of its block that is left over. */
export function matched(base: readonly GraphNode[], nodes: readonly GraphNode[]): Matched {
  const left = [...base];
  const take = (isIt: (node: GraphNode) => boolean): GraphNode[] => {
    const at = left.findIndex(isIt);
    return at < 0 ? [] : left.splice(at, 1);
  };
  const own = nodes.map((node) => take(({ id, block }) => id === node.id && block === node.block));
  const found = nodes.map((node, at) => (own[at]!.length > 0 ? own[at]! : take(({ block }) => block === node.block)));
  return {
    kept: nodes.flatMap((after, at) => found[at]!.map((before) => [before, after] as const)),
    added: nodes.filter((_, at) => found[at]!.length === 0),
    removed: left,
  };
}

/** Whatever they are titled and wherever their nodes stand. */
export const sameTowers = (a: TowerGraph, b: TowerGraph): boolean =>
  a === b ||
  (a.nodes.length === b.nodes.length &&
    a.edges.length === b.edges.length &&
    JSON.stringify(plain(a)) === JSON.stringify(plain(b)));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byText = (a: unknown, b: unknown): number => compare(JSON.stringify(a), JSON.stringify(b));

/** What computes: a value that is written out is worth what it is by default. */
function plain({ tables, nodes, edges }: TowerGraph): unknown[] {
  return [
    tables.map(({ id, field, width }) => [id, field, width]).toSorted(byText),
    nodes.map(({ id, block, side, params }) => [id, block, side, paramsOf(block, params)]).toSorted(byText),
    wiringOf(edges),
  ];
}

/** By input; an order counts only among the edges into one. */
export function wiringOf(edges: readonly GraphEdge[]): string[][] {
  const inputOf = ({ to }: GraphEdge): string => JSON.stringify([to.node, to.input]);
  return edges
    .toSorted((a, b) => compare(inputOf(a), inputOf(b)))
    .map(({ from, to }) => [from.node, from.output, to.node, to.input]);
}

const paramsOf = (block: string, params: GraphNode['params']): unknown =>
  Object.entries(withDefaults(findBlock(block)?.params ?? {}, params)).toSorted(byText);
