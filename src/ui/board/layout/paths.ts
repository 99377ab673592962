/** Ways through the drawn graph, from edge to edge. */
import type { GraphEdge } from '../../../model/document/graph';

/** Neighbours of a node in one direction; a node without any may be missing. */
export type Neighbours = ReadonlyMap<string, readonly string[]>;

/** The nodes that each node's outputs lead to. */
export const nodesAbove = (edges: readonly GraphEdge[]): Neighbours =>
  neighbours(edges.map(({ from, to }) => [from.node, to.node]));

/** The nodes that each node's inputs come from. */
export const nodesBelow = (edges: readonly GraphEdge[]): Neighbours =>
  neighbours(edges.map(({ from, to }) => [to.node, from.node]));

function neighbours(pairs: readonly (readonly [node: string, neighbour: string])[]): Neighbours {
  const map = new Map<string, string[]>();
  for (const [node, neighbour] of pairs) map.set(node, [...(map.get(node) ?? []), neighbour]);
  return map;
}

/** Edges on the longest way on from each node; an edge that would close a circle is not followed. */
export function longestPaths(ids: Iterable<string>, next: Neighbours): Map<string, number> {
  const done = new Map<string, number>();
  const open = new Set<string>();
  const visit = (id: string): number => {
    const known = done.get(id);
    if (known !== undefined) return known;
    if (open.has(id)) return 0;
    open.add(id);
    const value = Math.max(0, ...(next.get(id) ?? []).map((neighbour) => 1 + visit(neighbour)));
    open.delete(id);
    done.set(id, value);
    return value;
  };
  for (const id of ids) visit(id);
  return done;
}

/** Whether another, longer way leads from the edge's source to its target. */
export function isShortcut(edge: GraphEdge, above: Neighbours): boolean {
  const seen = new Set<string>();
  const reaches = (id: string): boolean => {
    if (id === edge.to.node) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    return (above.get(id) ?? []).some(reaches);
  };
  return (above.get(edge.from.node) ?? []).some((next) => next !== edge.to.node && reaches(next));
}
