/** A selection of fields put into effect: those behind a gate that are not kept are no longer drawn. One step. */
import { gateOf } from '../check/field-costs';
import { edgesInto } from '../document/graph-edits';
import type { TowerGraph } from '../document/graph';
import { embeds, fieldOf, takeField } from './fields';
import { remove } from './nodes';

/**
 * A node that keeps none of its fields goes with its gate; an objective that no gate pays any more goes too.
 * @param isKept of a field behind a gate, by the node that embeds it
 */
export function keepFields(graph: TowerGraph, isKept: (node: string, field: string) => boolean): TowerGraph {
  let kept = graph;
  for (const node of graph.nodes) {
    const gate = node.block === 'fields' && gateOf(graph, node);
    if (!gate) continue;
    const ids = embeds(node)?.ids ?? [];
    const dropped = ids.filter((table) => !isKept(node.id, fieldOf(graph, table) ?? ''));
    kept =
      dropped.length === ids.length
        ? remove(remove(kept, node.id), gate.id)
        : dropped.reduce((now, table) => takeField(now, { node: node.id, table }), kept);
  }
  const unpaid = kept.nodes.filter(({ id, block }) => block === 'field-cost' && edgesInto(kept, id).length === 0);
  return unpaid.reduce((now, { id }) => remove(now, id), kept);
}
