/** What a graph costs before it runs: parameters by tower and the width of the index. */
import type { CompiledGraph } from './compile';

export interface Costs {
  parameters: number;
  userParameters: number;
  itemParameters: number;
  tableParameters: number;
  /** Floats of an item vector. */
  indexWidth: number;
}

export function costsOf(compiled: CompiledGraph): Costs {
  const costs: Costs = {
    parameters: 0,
    userParameters: 0,
    itemParameters: 0,
    tableParameters: 0,
    indexWidth: compiled.indexWidth,
  };
  for (const { path, shape, table } of compiled.weights) {
    const size = shape.reduce((a, b) => a * b, 1);
    costs.parameters += size;
    if (table) costs.tableParameters += size;
    // A table of item fields belongs to the item tower even where the history reads it too; match weights belong to
    // neither.
    if (table ? table === 'item' : path.startsWith('item/')) costs.itemParameters += size;
    else if (table || path.startsWith('user/')) costs.userParameters += size;
  }
  return costs;
}
