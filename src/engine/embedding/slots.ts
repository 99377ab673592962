/** Which rows of its table each owner of a field reads, without gaps: in JavaScript, and on the device for good. */
import { Storage } from '../storage';

/** The slots of a field: rows of its table by owner. Those of one owner have equal weights. */
export interface FieldSlots {
  /** [owners + 1] where the rows of each owner begin among `ids`; null = every owner has one. */
  start: Uint32Array | null;
  /** Rows of the table. */
  ids: Uint32Array;
  /** [owners] weight of each slot of the owner; null = all 1. */
  weight: Float32Array | null;
}

/** Stands where a word names no place. */
export const NOWHERE = 0xffff_ffff;

/** Where the slots of a field lie among the words of `SlotTables`. */
export interface SlotPlaces {
  start: number | null;
  ids: number;
  weight: number | null;
}

/** The slots of several fields in one buffer, which many lookups read. */
export class SlotTables {
  readonly storage: Storage;
  readonly places: readonly SlotPlaces[];

  /** @throws LimitError where they do not fit one buffer */
  constructor(fields: readonly FieldSlots[]) {
    let size = 0;
    const take = (array: ArrayLike<number> | null): number | null => {
      if (!array) return null;
      size += array.length;
      return size - array.length;
    };
    this.places = fields.map(({ start, ids, weight }) => ({
      start: take(start),
      ids: take(ids)!,
      weight: take(weight),
    }));
    this.storage = Storage.create('values of the fields', [Math.max(1, size)], 'int32');
    const words = new Uint32Array(Math.max(1, size));
    fields.forEach(({ start, ids, weight }, f) => {
      const places = this.places[f]!;
      if (start) words.set(start, places.start!);
      words.set(ids, places.ids);
      if (weight) words.set(bitsOf(weight), places.weight!);
    });
    this.storage.write(words);
  }

  dispose(): void {
    this.storage.dispose();
  }
}

/** The same memory as words. */
export const bitsOf = ({ buffer, byteOffset, length }: Float32Array): Uint32Array =>
  new Uint32Array(buffer, byteOffset, length);
