import type { Dataset, Field } from '../../../data/dataset';
import { Storage } from '../../../engine/storage';
import type { Tensor2D } from '../../../engine/tf';
import type { ItemColumn } from '../../blocks/block';
import type { TowerGraph } from '../../document/graph';
import { withDefaults, type ParamSpecs, type ParamValues } from '../../document/params';
import { blockById } from '../../nodes/registry';
import { ability, absent, type Feed, type Given } from './ability';

declare module '../../blocks/block' {
  /**
   * A categorical or multi-valued item field as the batch holds it, not as an embedding but as numbers: for objectives
   * that group or label items.
   */
  interface ItemColumn {
    /**
     * [B, L] float32: the field's rows of each row's item (rows as in data/dataset.ts); one of them where it is
     * categorical. Not differentiated.
     */
    values: Tensor2D;
    /** [B, L] share of each; those of an item add up to 1. Not differentiated. */
    shares: Tensor2D;
    /** Rows of the field. */
    rows: number;
  }
  interface Context {
    /** A field of `columns`. Only training has them. */
    column(field: string): ItemColumn;
  }
  interface Asks<P extends ParamSpecs> {
    /** Item fields read by `ctx.column`. */
    columns?(params: ParamValues<P>): readonly string[];
  }
}

/** Names of the fields that nodes of a graph read as columns, each once. */
const columnsOf = ({ nodes }: TowerGraph): string[] => [
  ...new Set(
    nodes.flatMap((node) => {
      const block = blockById(node.block);
      return block.columns?.(withDefaults(block.params, node.params)) ?? [];
    }),
  ),
];

class ItemColumns implements Feed {
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

  submit({ batch }: Given): void {
    if (!batch) return;
    const { items } = batch;
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

export default ability('column', {
  feed: ({ compiled, dataset, training }) =>
    training && new ItemColumns(columnsOf(compiled.graph), dataset, training.batch),
  give:
    ({ node }, feed) =>
    (field) =>
      feed?.column(field) ?? absent(`"${node.id}" asked for the column "${field}", which only training has`),
  twin: { fields: columnsOf },
});
