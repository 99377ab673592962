/** A selection of fields put into effect: those that are not kept are no longer drawn. One step. */
import { edgesInto } from '../document/graph-edits';
import type { TowerGraph } from '../document/graph';
import { embeds, fieldOf, takeField } from './fields';
import { remove } from './nodes';

/**
 * A node that keeps none of its fields goes, and with it what then reads nothing: its gate, an objective that no gate
 * pays any more. A match stays, and what it lacks is a problem of the drawing.
 * @param isKept of a field that rows read for themselves, by the node that embeds it
 */
export function keepFields(graph: TowerGraph, isKept: (node: string, field: string) => boolean): TowerGraph {
  let kept = graph;
  for (const node of graph.nodes.filter(({ block }) => block === 'fields')) {
    const ids = embeds(node)?.ids ?? [];
    const dropped = ids.filter((table) => !isKept(node.id, fieldOf(graph, table) ?? ''));
    if (dropped.length === 0) continue;
    kept =
      dropped.length === ids.length
        ? remove(kept, node.id)
        : dropped.reduce((now, table) => takeField(now, { node: node.id, table }), kept);
  }
  return withoutStarved(kept, graph);
}

/** Without what read something before and reads nothing now, until nothing more is so. */
function withoutStarved(graph: TowerGraph, before: TowerGraph): TowerGraph {
  const starved = graph.nodes.filter(
    ({ id, side }) => side !== 'match' && edgesInto(before, id).length > 0 && edgesInto(graph, id).length === 0,
  );
  return starved.length === 0
    ? graph
    : withoutStarved(
        starved.reduce((now, { id }) => remove(now, id), graph),
        before,
      );
}
