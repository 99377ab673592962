/** Where nodes stand in a document, whose coordinates rise to the right and to the bottom. */
import type { Side, TowerGraph } from '../document/graph';

export type Point = readonly [x: number, y: number];

/** Distance between neighbours. */
export const STEP = { x: 180, y: 90 } as const;

/** The nearest position where no node stands: there, or level with it, to the right rather than as far to the left. */
export function freeNear(graph: TowerGraph, [x, y]: readonly [number, number]): [number, number] {
  const isFree = (at: number): boolean =>
    !graph.nodes.some(({ at: [left, top] }) => Math.abs(left - at) < STEP.x && Math.abs(top - y) < STEP.y);
  for (let aside = 0; ; aside += STEP.x)
    for (const at of [x + aside, x - aside]) if (isFree(at)) return [Math.round(at), Math.round(y)];
}

/** A free position below the nodes of a side. */
export function belowSide(graph: TowerGraph, side: Side): [number, number] {
  const own = graph.nodes.filter((node) => node.side === side).map(({ at }) => at);
  if (own.length === 0) return freeNear(graph, [0, 0]);
  return freeNear(graph, [Math.min(...own.map(([x]) => x)), Math.max(...own.map(([, y]) => y)) + STEP.y]);
}

/** Moves nodes together. */
export function moveBy(graph: TowerGraph, ids: readonly string[], [dx, dy]: Point): TowerGraph {
  const moved = new Set(ids);
  return {
    ...graph,
    nodes: graph.nodes.map((node) =>
      moved.has(node.id) ? { ...node, at: [Math.round(node.at[0] + dx), Math.round(node.at[1] + dy)] } : node,
    ),
  };
}
