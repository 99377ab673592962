/** What the fields of a graph cost to serve, by the prices of the gates that they pass. */
import fieldGate from '../blocks/field-gate/block';
import { costParams, fieldCosts } from '../blocks/field-gate/cost';
import type { GraphNode, TowerGraph } from '../document/graph';
import { edgesInto } from '../document/graph-edits';
import { withDefaults } from '../document/params';
import type { Schema } from '../document/schema';
import { fieldsRead } from '../nodes/fields-read';
import { findBlock } from '../nodes/registry';

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

/** Every field that is looked up for its own rows, texts too, in the order of the graph; of pasts nothing is said. */
export function costsOfFields(graph: TowerGraph, { fields }: Pick<Schema, 'fields'>): FieldCost[] {
  const [tables, known] = [byKey(graph.tables, ({ id }) => id), byKey(fields, ({ name }) => name)];
  return graph.nodes.flatMap((node) => {
    const { id, side } = node;
    if (side !== 'user' && side !== 'item') return [];
    const gate = gateOf(graph, node);
    const prices = withDefaults(costParams, gate?.params ?? {});
    const times = new Map(Object.entries(prices.measured?.times ?? {}));
    return ownLookups(node).flatMap(({ table, at, slots }) => {
      const { field, width } = tables.get(table) ?? {};
      if (field === undefined || width === undefined) return [];
      const { rows, length } = known.get(field) ?? { rows: 1, length: 1 };
      const sizes = [{ rows, length: Math.min(slots, length) }];
      const [cost = 0] = fieldCosts({ kind: 'fields', names: [field], width, sizes }, prices);
      return [
        { node: id, side, field, gate: gate ? { node: gate.id, at } : null, cost, time: times.get(field) ?? null },
      ];
    });
  });
}

const byKey = <T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T> =>
  new Map(all.map((one) => [keyOf(one), one]));

/** Tables that a node reads for its own row, and of how many slots at the most. */
function ownLookups({ block, params }: GraphNode): { table: string; at: number; slots: number }[] {
  const found = findBlock(block);
  const asked = Object.values(found?.lookups?.(withDefaults(found.params, params)) ?? {});
  return asked.flatMap(({ tables, at: where, length }) =>
    where === 'history'
      ? []
      : tables.map((table, at) => ({ table, at, slots: where === 'tokens' ? length : Infinity })),
  );
}

/** A field that has no cost, by the side of its owner. */
export type UnpricedField = Pick<FieldCost, 'node' | 'side' | 'field'>;

/**
 * Fields that are read, but never for rows of their own. `served`: by a past, a cross feature or a weight of the match;
 * each once, with the first node that reads it. `ofLoss`: by objectives alone, which serving knows nothing of.
 */
export function unpricedFields(
  graph: TowerGraph,
  schema: Pick<Schema, 'fields'>,
): { served: UnpricedField[]; ofLoss: string[] } {
  const priced = new Set(costsOfFields(graph, schema).map(({ field }) => field));
  const others = fieldsRead(graph).filter(({ field }) => !priced.has(field));
  const served = new Map<string, UnpricedField>();
  for (const { field, node } of others) {
    const owner = schema.fields.find(({ name }) => name === field)?.owner;
    if (owner && node.side !== 'objective' && !served.has(field))
      served.set(field, { node: node.id, side: owner === 'item' ? 'item' : 'user', field });
  }
  const ofLoss = others.map(({ field }) => field).filter((field) => !served.has(field));
  return { served: [...served.values()], ofLoss: [...new Set(ofLoss)] };
}

/** The gate that reads a node's fields; undefined where none does. */
export const gateOf = (graph: TowerGraph, { id }: Pick<GraphNode, 'id'>): GraphNode | undefined =>
  graph.nodes.find(
    ({ id: own, block }) =>
      findBlock(block) === fieldGate && edgesInto(graph, own).some(({ from }) => from.node === id),
  );
