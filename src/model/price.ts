/**
 * What a graph weighs while it is drawn, as far as its types are known: the widths it serves, its parameters, and its
 * work per row.
 */
import { findBlock } from './blocks/blocks';
import { readableSides } from './edits/wiring';
import { edgesInto } from './graph-edits';
import type { TowerGraph } from './graph';
import { withDefaults } from './params';
import type { Schema } from './schema';
import type { Validation } from './validate';

export type Tower = 'user' | 'item';

export interface Price {
  /** Floats of a tower's vector as the match reads it; null where it is not known yet. */
  width: Record<Tower, number | null>;
  /** Multiply-adds x 2 of one row of a tower's side. */
  flops: Record<Tower, number>;
  tableParameters: number;
  denseParameters: number;
  /** Every node is counted: none waits for an input or has a problem. */
  complete: boolean;
}

export const BYTES_PER_FLOAT = 4;

/** @param validation of this graph against this schema */
export function priceOf(graph: TowerGraph, { fields }: Pick<Schema, 'fields'>, { types, inputs }: Validation): Price {
  const rows = new Map(fields.map((field) => [field.name, field.rows]));
  const price: Price = {
    width: { user: null, item: null },
    flops: { user: 0, item: 0 },
    tableParameters: graph.tables.reduce((sum, { field, width }) => sum + (rows.get(field) ?? 0) * width, 0),
    denseParameters: 0,
    complete: graph.nodes.every(({ id }) => types.has(id)),
  };
  for (const node of graph.nodes) {
    const [block, arrived] = [findBlock(node.block), inputs.get(node.id)];
    if (block && arrived) {
      const params = withDefaults(block.params, node.params);
      for (const { shape } of Object.values(block.weights(arrived, params)))
        price.denseParameters += shape.reduce((a, b) => a * b, 1);
      if (node.side === 'user' || node.side === 'item') price.flops[node.side] += block.cost(arrived, params).flops;
    }
    if (node.side !== 'match') continue;
    for (const { from, to } of edgesInto(graph, node.id)) {
      const type = types.get(from.node)?.[from.output];
      const [side, another] = readableSides(block, node, to.input);
      if (type && 'width' in type && another === undefined && (side === 'user' || side === 'item'))
        price.width[side] = type.width;
    }
  }
  return price;
}
