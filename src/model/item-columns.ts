/** Categorical item fields beside the items of a batch: what objectives that group items read, not as an embedding but as numbers. */
import type { Dataset, Field } from '../data/dataset';
import { Storage } from '../engine/storage';
import type { Tensor1D } from '@tensorflow/tfjs';
import type { ItemColumn } from './block';
import { blockById } from './blocks/blocks';
import type { TowerGraph } from './graph';
import { withDefaults } from './params';

/** Names of the fields that nodes of a graph read as columns, each once. */
export const columnsOf = ({ nodes }: TowerGraph): string[] => [...new Set(nodes.flatMap((node) => {
  const block = blockById(node.block);
  return block.columns?.(withDefaults(block.params, node.params)) ?? [];
}))];

/** The buffers behind `ctx.column` for batches of `size` items: written in every step, so that a recorded one reads the new batch. */
export class ItemColumns {
  private readonly columns: ReadonlyMap<string, { field: Field; values: Float32Array; storage: Storage }>;

  /** @throws where the data set lacks a field */
  constructor(names: readonly string[], { fields }: Dataset, size: number) {
    this.columns = new Map(names.map((name) => {
      const field = fields.find((known) => known.name === name);
      if (!field) throw new Error(`the data set has no field "${name}"; known: ${fields.map((known) => known.name).join(', ')}`);
      return [name, { field, values: new Float32Array(size), storage: Storage.create(`column ${name}`, [size], 'float32') }];
    }));
  }

  /** @param items [size] item indices */
  write(items: Uint32Array): void {
    for (const { field, values, storage } of this.columns.values()) {
      for (let row = 0; row < items.length; row++) values[row] = field.ids[items[row]!]!;
      storage.write(values);
    }
  }

  column(name: string): ItemColumn {
    const column = this.columns.get(name);
    if (!column) throw new Error(`internal: no column "${name}"; known: ${[...this.columns.keys()].join(', ')}`);
    return { values: column.storage.tensor as Tensor1D, rows: column.field.rows };
  }

  dispose(): void {
    for (const { storage } of this.columns.values()) storage.dispose();
  }
}
