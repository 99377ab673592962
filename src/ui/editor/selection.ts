/** Several nodes picked at once, in the order of picking. */
import type { TowerGraph } from '../../model/document/graph';
import { nodeById } from '../../model/document/graph-edits';
import type { Box } from './nearest';

export type Picked = readonly string[];

/** Adds a node, or takes it away. */
export const toggled = (picked: Picked, id: string): Picked =>
  picked.includes(id) ? picked.filter((known) => known !== id) : [...picked, id];

/** All from one node to another in an order, instead of what was picked. */
export function range(order: readonly string[], from: string, to: string): Picked {
  const [a, b] = [order.indexOf(from), order.indexOf(to)];
  if (b < 0) return [];
  return a < 0 ? [to] : order.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** A box from any corner to any other. */
export const boxOf = (a: { x: number; y: number }, b: { x: number; y: number }): Box => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
});

/**
 * Nodes that a box touches: instead of what was picked, beside it, or taken from it.
 * @param places where nodes are drawn
 */
export function boxed(
  picked: Picked,
  places: ReadonlyMap<string, Box>,
  box: Box,
  mode: 'replace' | 'add' | 'remove' = 'replace',
): Picked {
  const touched = [...places].flatMap(([id, place]) => (touches(place, box) ? [id] : []));
  switch (mode) {
    case 'replace':
      return touched;
    case 'add':
      return [...picked, ...touched.filter((id) => !picked.includes(id))];
    case 'remove':
      return picked.filter((id) => !touched.includes(id));
  }
}

const touches = (a: Box, b: Box): boolean =>
  a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;

/** Those that the graph still has. */
export const pickedIn = (graph: TowerGraph, picked: Picked): Picked => picked.filter((id) => nodeById(graph, id));

/** What an action at a node takes: all that are picked where the node is one of them, else the node alone. */
export const inHand = (graph: TowerGraph, picked: Picked, node: string): Picked => {
  const here = pickedIn(graph, picked);
  return here.includes(node) ? here : [node];
};
