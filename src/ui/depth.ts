/** How far nodes stand from the top of a graph: the longest way to what nobody reads. */
import type { TowerGraph } from '../model/document/graph';

export function depthsOf({ nodes, edges }: TowerGraph): ReadonlyMap<string, number> {
  const depth = new Map<string, number>();
  const visit = (id: string, d: number): void => {
    if (d > nodes.length || d <= (depth.get(id) ?? -1)) return;
    depth.set(id, d);
    for (const { from, to } of edges) if (to.node === id) visit(from.node, d + 1);
  };
  for (const { id } of nodes) if (!edges.some(({ from }) => from.node === id)) visit(id, 0);
  return depth;
}
