import type { Dataset } from '../../../data/dataset';
import { Storage } from '../../../engine/storage';
import * as tf from '../../../engine/tf';
import type { Tensor2D } from '../../../engine/tf';
import type { TowerGraph } from '../../document/graph';
import { withDefaults, type ParamSpecs, type ParamValues } from '../../document/params';
import { blockById } from '../../nodes/registry';
import { columnItems } from '../feed/row-sets';
import { ability, absent, type Feed, type Given, type Setting } from './ability';

declare module '../../blocks/block' {
  interface Context {
    /** [R_i, 1] a number of each row's item as it stood in the file: a bid, a margin. Not differentiated. */
    itemNumber(field: string): Tensor2D;
  }
  interface Asks<P extends ParamSpecs> {
    /** Numeric fields of items read by `ctx.itemNumber`. */
    itemNumbers?(params: ParamValues<P>): readonly string[];
  }
}

/** Names of the fields that nodes of a graph read as numbers, each once. */
const numbersOf = ({ nodes }: TowerGraph): string[] => [
  ...new Set(
    nodes.flatMap((node) => {
      const block = blockById(node.block);
      return block.itemNumbers?.(withDefaults(block.params, node.params)) ?? [];
    }),
  ),
];

/** [items] @throws Error where the data set has no such numbers */
const ofItems = ({ fields }: Dataset, name: string): Float32Array =>
  fields.find((field) => field.name === name)?.numbers ?? absent(`the data set has no numbers "${name}"`);

class ItemNumbers implements Feed {
  private readonly fields: ReadonlyMap<string, { all: Float32Array; rows: Float32Array; storage: Storage }>;

  constructor(names: readonly string[], { dataset, rows: { item } }: Setting) {
    this.fields = new Map(
      names.map((name) => [
        name,
        {
          all: ofItems(dataset, name),
          rows: new Float32Array(item),
          storage: Storage.create(`numbers ${name} of items`, [item, 1], 'float32'),
        },
      ]),
    );
  }

  prepare({ item }: Given): void {
    if (item)
      for (const { all, rows } of this.fields.values())
        for (let row = 0; row < item.rows.length; row++) rows[row] = all[item.rows[row]!]!;
  }

  submit({ item }: Given): void {
    if (item) for (const { rows, storage } of this.fields.values()) storage.write(rows);
  }

  of(name: string): Tensor2D {
    return (this.fields.get(name)?.storage.tensor ?? absent(`no numbers "${name}"`)) as Tensor2D;
  }

  dispose(): void {
    for (const { storage } of this.fields.values()) storage.dispose();
  }
}

/** Of invented rows: the last one is padding, and repeats the first. */
const inventedNumbers = (name: string, rows: number): Float32Array =>
  Float32Array.from({ length: rows }, (_, row) => name.length + (((row % (rows - 1)) * 3) % 5) / 2);

export default ability('itemNumber', {
  feed(setting) {
    const names = numbersOf(setting.compiled.graph);
    return names.length === 0 ? null : new ItemNumbers(names, setting);
  },
  give:
    ({ node }, feed) =>
    (name) =>
      (feed ?? absent(`"${node.id}" reads numbers and does not say so in \`itemNumbers\``)).of(name),
  alone:
    ({ rows }) =>
    (name) =>
      tf.tensor2d(inventedNumbers(name, rows), [rows, 1]),
  twin: {
    read: (graph, dataset, batch) =>
      Object.fromEntries(
        numbersOf(graph).map((name) => {
          const all = ofItems(dataset, name);
          const items = columnItems(batch);
          return [name, { values: Float32Array.from(items, (item) => all[item]!), shape: [items.length, 1] }];
        }),
      ),
    alone: (rows) =>
      Object.fromEntries(
        ['first', 'second'].map((name) => [name, { values: inventedNumbers(name, rows), shape: [rows, 1] }]),
      ),
  },
});
