/** Numbers of every pair that are counted in JavaScript. */
import { Storage } from '../../../engine/storage';
import type { Tensor2D } from '../../../engine/tf';
import type { Feed, Given } from '../abilities/ability';
import type { RowSet } from './row-sets';

export interface PairRead {
  key: string;
  /** Of its buffer. */
  name: string;
  /** Numbers of a pair. */
  width: number;
  /** @param rows as many items for each user; @param values [P x width], written over as far as there are pairs */
  count(rows: Record<'user' | 'item', RowSet>, values: Float32Array): void;
}

export class PairNumbers implements Feed {
  private readonly reads: ReadonlyMap<string, { read: PairRead; values: Float32Array; storage: Storage }>;

  /** @param pairs P */
  constructor(reads: readonly PairRead[], pairs: number) {
    this.reads = new Map(
      reads.map((read) => [
        read.key,
        {
          read,
          values: new Float32Array(pairs * read.width),
          storage: Storage.create(read.name, [pairs, read.width], 'float32'),
        },
      ]),
    );
  }

  prepare({ user, item }: Given): void {
    if (!user || !item) return;
    for (const { read, values } of this.reads.values()) read.count({ user, item }, values);
  }

  submit(): void {
    for (const { storage, values } of this.reads.values()) storage.write(values);
  }

  /** [P x width] of a key; undefined where nothing is counted by it. */
  of(key: string): Tensor2D | undefined {
    return this.reads.get(key)?.storage.tensor as Tensor2D | undefined;
  }

  dispose(): void {
    for (const { storage } of this.reads.values()) storage.dispose();
  }
}

/** Null where nothing is read. */
export const pairNumbers = (reads: readonly PairRead[], pairs: number): PairNumbers | null =>
  reads.length === 0 ? null : new PairNumbers(reads, pairs);
