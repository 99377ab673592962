/** What the fields of a graph cost to serve, by the prices of the gates that they pass. */
import fieldGate from '../blocks/field-gate/block';
import { costParams, fieldCosts } from '../blocks/field-gate/cost';
import type { GraphNode, TowerGraph } from '../document/graph';
import { edgesInto } from '../document/graph-edits';
import { withDefaults } from '../document/params';
import type { Schema } from '../document/schema';
import { findBlock } from '../nodes/registry';
import { judge } from './judge';

/** A field where a node embeds it for the rows of its own side. */
export interface FieldCost {
  node: string;
  side: 'user' | 'item';
  field: string;
  /** The gate that it passes next, and its place there; null where there is none. */
  gate: { node: string; at: number } | null;
  /** c_j by the prices of its gate, or by the usual ones. */
  cost: number;
  /** µs per row, as measured; null where it was not. */
  time: number | null;
}

/** Every field that is read by its own rows, in the order of the graph; of pasts nothing is said. */
export function costsOfFields(graph: TowerGraph, schema: Schema): FieldCost[] {
  const { types } = judge(graph, schema);
  return graph.nodes.flatMap((node) => {
    const { id, side, block } = node;
    const type = types.get(id)?.['fields'];
    if (block !== 'fields' || type?.kind !== 'fields' || (side !== 'user' && side !== 'item')) return [];
    const gate = gateOf(graph, node);
    const prices = withDefaults(costParams, gate?.params ?? {});
    const costs = fieldCosts(type, prices);
    const times = new Map(Object.entries(prices.measured?.times ?? {}));
    return type.names.map((field, at) => ({
      node: id,
      side,
      field,
      gate: gate ? { node: gate.id, at } : null,
      cost: costs[at]!,
      time: times.get(field) ?? null,
    }));
  });
}

/** The gate that reads a node's fields; undefined where none does. */
export const gateOf = (graph: TowerGraph, { id }: Pick<GraphNode, 'id'>): GraphNode | undefined =>
  graph.nodes.find(
    ({ id: own, block }) =>
      findBlock(block) === fieldGate && edgesInto(graph, own).some(({ from }) => from.node === id),
  );
