import type { Dataset } from '../../../data/dataset';
import { fnv1a } from '../../../engine/kernels/counter-uniform/reference';
import { Storage } from '../../../engine/storage';
import * as tf from '../../../engine/tf';
import type { Tensor1D } from '../../../engine/tf';
import type { ParamSpecs, ParamValues } from '../../document/params';
import { columnItems } from '../feed/row-sets';
import { ability, absent, towerOf, type Feed, type Given, type Plain, type Setting, type Tower } from './ability';

declare module '../../blocks/block' {
  interface Context {
    /** int32 [R]: a hash of the id of each row's user, or item, the same in every run and after every export. */
    hash(): Tensor1D;
  }
  interface Asks<P extends ParamSpecs> {
    /** Whether `ctx.hash` is read. */
    readsHash?(params: ParamValues<P>): boolean;
  }
}

interface SideHashes {
  /** Of all users, or items. */
  all: Uint32Array;
  rows: Uint32Array<ArrayBuffer>;
  storage: Storage;
}

/** The hashes of the rows of each side whose nodes read them. */
class Hashes implements Feed {
  private readonly sides: ReadonlyMap<Tower, SideHashes>;

  constructor({ dataset, rows }: Setting, towers: readonly Tower[]) {
    this.sides = new Map(
      towers.map((tower) => [
        tower,
        {
          all: Uint32Array.from(idsOf(dataset, tower), fnv1a),
          rows: new Uint32Array(rows[tower]),
          storage: Storage.create(`hashes of the ${tower} side`, [rows[tower]], 'int32'),
        },
      ]),
    );
  }

  prepare(given: Given): void {
    for (const [tower, { all, rows }] of this.sides) {
      const set = given[tower];
      if (set) for (let row = 0; row < set.rows.length; row++) rows[row] = all[set.rows[row]!]!;
    }
  }

  submit(given: Given): void {
    for (const [tower, { rows, storage }] of this.sides) if (given[tower]) storage.write(rows);
  }

  of(tower: Tower): Tensor1D | null {
    return (this.sides.get(tower)?.storage.tensor as Tensor1D | undefined) ?? null;
  }

  dispose(): void {
    for (const { storage } of this.sides.values()) storage.dispose();
  }
}

const idsOf = ({ users, items }: Dataset, tower: Tower): readonly string[] => (tower === 'user' ? users : items);

/** Of invented rows: the last one is padding, and repeats the first. */
const inventedHashes = (rows: number): Uint32Array =>
  Uint32Array.from({ length: rows }, (_, row) => Math.imul((row % (rows - 1)) + 1, 0x9e3779b1));

const hashesOf = (ids: readonly string[], rows: Uint32Array): Plain => ({
  values: rows.map((row) => fnv1a(ids[row] ?? '')),
  shape: [rows.length],
});

export default ability('hash', {
  feed(setting) {
    const towers = (['user', 'item'] as const).filter((tower) =>
      setting.compiled.asks((block, params) => block.readsHash?.(params), tower),
    );
    return towers.length === 0 ? null : new Hashes(setting, towers);
  },
  give:
    ({ node }, feed) =>
    () =>
      feed?.of(towerOf(node)) ?? absent(`"${node.id}" reads hashes and does not say so in \`readsHash\``),
  alone:
    ({ rows }) =>
    () =>
      tf.tensor1d(Int32Array.from(inventedHashes(rows)), 'int32'),
  twin: {
    read: (_, { users, items }, batch) => ({
      user: hashesOf(users, batch.users),
      item: hashesOf(items, columnItems(batch)),
    }),
    alone(rows) {
      const values = { values: inventedHashes(rows), shape: [rows] };
      return { user: values, item: values };
    },
  },
});
