/**
 * What a graph weighs, as far as its types are known: the widths it serves, its parameters, and its work per row. A
 * graph without problems is counted in full, before anything of it runs.
 */
import { findBlock } from '../nodes/registry';
import { edgesInto } from '../document/graph-edits';
import type { Side, TowerGraph } from '../document/graph';
import { withDefaults } from '../document/params';
import type { Schema } from '../document/schema';
import { weightsOf } from '../nodes/learnt-weight';
import { servedMatch } from '../nodes/served-match';
import { servedPairing } from './served-pairing';
import { readableSides } from './sides';
import { localSchema, type Validation } from './validate';

export type Tower = 'user' | 'item';

/** What one table or one node weighs by itself. */
export interface CostPart {
  kind: 'table' | 'node';
  id: string;
  /** Of a table the tower that `ofTower` counts it for. */
  side: Side;
  parameters: number;
  /**
   * Multiply-adds x 2 of one row, or of one pair of a ranker; null of a table, which is read, of the match of two
   * towers and of objectives, which see all pairs.
   */
  flops: number | null;
}

export interface Costs {
  /** All that is trained. */
  parameters: number;
  tableParameters: number;
  denseParameters: number;
  /**
   * Parameters of a tower. A table of item fields belongs to the item tower even where the history reads it too; those
   * of match and objectives belong to neither.
   */
  ofTower: Record<Tower, number>;
  /** Floats of a tower's vector as the match reads it, the item's as the index holds it; null where not known yet. */
  width: Record<Tower, number | null>;
  /** Multiply-adds x 2 of one row of a tower's side, and of one pair above the towers of a ranker. */
  flops: Record<Tower | 'pair', number>;
  /** Floats of the largest tensor that a node of a tower makes on the way, for each row; 0 where no block names one. */
  rowTensor: Record<Tower, number>;
  /** Tables, then nodes, in the order of the graph: of their parameters and operations all of the above is made. */
  parts: CostPart[];
  /** Every node is counted: none waits for an input or has a problem. */
  complete: boolean;
}

export const BYTES_PER_FLOAT = 4;

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** @param validation of this graph against this schema */
export function costsOf(graph: TowerGraph, schema: Schema, { types, inputs }: Validation): Costs {
  const costs: Costs = {
    parameters: 0,
    tableParameters: 0,
    denseParameters: 0,
    ofTower: { user: 0, item: 0 },
    width: { user: null, item: null },
    flops: { user: 0, item: 0, pair: 0 },
    rowTensor: { user: 0, item: 0 },
    parts: [],
    complete: graph.nodes.every(({ id }) => types.has(id)),
  };
  const fields = new Map(schema.fields.map((field) => [field.name, field]));
  for (const table of graph.tables) {
    const field = fields.get(table.field);
    const size = (field?.rows ?? 0) * table.width;
    costs.tableParameters += size;
    const side = field?.owner === 'item' ? 'item' : 'user';
    costs.ofTower[side] += size;
    costs.parts.push({ kind: 'table', id: table.id, side, parameters: size, flops: null });
  }
  const local = localSchema(graph, schema);
  const served = graph.kind === 'ranker' ? undefined : servedMatch(graph);
  for (const node of graph.nodes) {
    const [block, arrived] = [findBlock(node.block), inputs.get(node.id)];
    const tower = node.side === 'user' || node.side === 'item' ? node.side : null;
    if (block && arrived) {
      const params = withDefaults(block.params, node.params);
      const size = Object.values(weightsOf(node, arrived, local)).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
      const rows = tower ?? (graph.kind === 'ranker' && node.side === 'match' ? 'pair' : null);
      const cost = rows && block.cost(arrived, params);
      const flops = cost && cost.flops;
      costs.denseParameters += size;
      costs.parts.push({ kind: 'node', id: node.id, side: node.side, parameters: size, flops });
      if (tower) {
        costs.ofTower[tower] += size;
        costs.rowTensor[tower] = Math.max(costs.rowTensor[tower], cost?.rowTensor ?? 0);
      }
      if (rows) costs.flops[rows] += flops ?? 0;
    }
    if (node.id !== served?.id) continue;
    for (const { from, to } of edgesInto(graph, node.id)) {
      const type = types.get(from.node)?.[from.output];
      const [side, another] = readableSides(block, node, to.input);
      if (type && 'width' in type && another === undefined && (side === 'user' || side === 'item'))
        costs.width[side] = type.width;
    }
    // One that joins others reads no vectors of its own.
    if (costs.width.user !== null || costs.width.item !== null) continue;
    const width = servedPairing(graph, { types })?.width ?? null;
    costs.width = { user: width, item: width };
  }
  costs.parameters = costs.tableParameters + costs.denseParameters;
  return costs;
}
