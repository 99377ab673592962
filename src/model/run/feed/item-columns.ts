/**
 * Categorical and multi-valued item fields beside the items of a batch: what objectives that group or label items read,
 * not as an embedding but as numbers.
 */
import type { Dataset, Field } from '../../../data/dataset';
import { Storage } from '../../../engine/storage';
import type { Tensor2D } from '@tensorflow/tfjs';
import type { ItemColumn } from '../../blocks/block';
import { blockById } from '../../nodes/registry';
import type { TowerGraph } from '../../document/graph';
import { withDefaults } from '../../document/params';

/** Names of the fields that nodes of a graph read as columns, each once. */
export const columnsOf = ({ nodes }: TowerGraph): string[] => [
  ...new Set(
    nodes.flatMap((node) => {
      const block = blockById(node.block);
      return block.columns?.(withDefaults(block.params, node.params)) ?? [];
    }),
  ),
];

/**
 * The buffers behind `ctx.column` for batches of `size` items: written in every step, so that a recorded one reads the
 * new batch.
 */
export class ItemColumns {
  private readonly columns: ReadonlyMap<
    string,
    { field: Field; values: Float32Array; storage: Storage; shares: Storage; shareValues: Float32Array }
  >;

  /** @throws where the data set lacks a field */
  constructor(names: readonly string[], { fields }: Dataset, size: number) {
    this.columns = new Map(
      names.map((name) => {
        const field = fields.find((known) => known.name === name);
        if (!field)
          throw new Error(
            `the data set has no field "${name}"; known: ${fields.map((known) => known.name).join(', ')}`,
          );
        const shape = [size, field.length];
        const shareValues = new Float32Array(size * field.length).fill(1);
        return [
          name,
          {
            field,
            values: new Float32Array(size * field.length),
            storage: Storage.create(`column ${name}`, shape, 'float32'),
            shareValues,
            shares: Storage.create(`shares of column ${name}`, shape, 'float32', shareValues),
          },
        ];
      }),
    );
  }

  /** @param items [size] item indices */
  write(items: Uint32Array): void {
    for (const {
      field: { ids, weights, length },
      values,
      storage,
      shares,
      shareValues,
    } of this.columns.values()) {
      for (let row = 0; row < items.length; row++)
        for (let slot = 0; slot < length; slot++) values[row * length + slot] = ids[items[row]! * length + slot]!;
      storage.write(values);
      if (weights === null) continue;
      for (let row = 0; row < items.length; row++)
        for (let slot = 0; slot < length; slot++)
          shareValues[row * length + slot] = weights[items[row]! * length + slot]!;
      shares.write(shareValues);
    }
  }

  column(name: string): ItemColumn {
    const column = this.columns.get(name);
    if (!column) throw new Error(`internal: no column "${name}"; known: ${[...this.columns.keys()].join(', ')}`);
    return {
      values: column.storage.tensor as Tensor2D,
      shares: column.shares.tensor as Tensor2D,
      rows: column.field.rows,
    };
  }

  dispose(): void {
    for (const { storage, shares } of this.columns.values()) {
      storage.dispose();
      shares.dispose();
    }
  }
}
