/** Where nodes stand in a document, whose coordinates rise to the right and to the bottom. */
import type { Side, TowerGraph } from '../document/graph';

export type Point = readonly [x: number, y: number];

/** Distance between neighbours. */
export const STEP = { x: 180, y: 90 } as const;

/** The nearest position to the right where no node stands. */
export function freeNear(graph: TowerGraph, [x, y]: readonly [number, number]): [number, number] {
  let free = Math.round(x);
  const stands = (): boolean =>
    graph.nodes.some(({ at }) => Math.abs(at[0] - free) < STEP.x && Math.abs(at[1] - y) < STEP.y);
  while (stands()) free += STEP.x;
  return [free, Math.round(y)];
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
