/** For tests: lookups and parts of them over invented slots, whose owners are 0, 1, 2, … */
import { Storage } from '../storage';
import { type Lookup } from './lookup';
import { lookupInfo, type LookupShape } from './lookup-shape';
import { SlotTables, type FieldSlots } from './slots';
import type { LookupPart } from './touched-rows';

const upTo = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i);

/** Each owner reads one row. */
export const oneSlotEach = (ids: ArrayLike<number>): FieldSlots => ({
  start: null,
  ids: Uint32Array.from(ids),
  weight: null,
});

/** A lookup of rows that are their own owners; the caller disposes the table. */
export function keptLookup(table: Storage, width: number, fields: readonly FieldSlots[]) {
  const rows = fields[0]!.start ? fields[0]!.start.length - 1 : fields[0]!.ids.length;
  const slots = new SlotTables(fields);
  const owners = upTo(rows);
  const shape: LookupShape = {
    rows,
    width,
    owners: 0,
    count: null,
    tokens: null,
    fields: slots.places.map((places) => ({ places: { kind: 'kept', ...places }, firstRow: 0, piece: null })),
  };
  const infoWords = lookupInfo(shape);
  const words = Storage.create('words', [rows], 'float32', new Float32Array(owners.buffer));
  const info = Storage.create('info', [infoWords.length], 'int32', infoWords);
  const lookup: Lookup = { ...shape, table, slots, words, info };
  return { lookup, dispose: () => [slots, words, info].forEach((made) => made.dispose()) };
}

/** What a lookup of one field reads: rows of weight 0 read nothing. */
export function partOf(
  ids: ArrayLike<number>,
  weights: ArrayLike<number> | null = null,
  change: Partial<LookupPart> = {},
): LookupPart {
  const used = Array.from(ids, (_, row) => (weights && weights[row] === 0 ? 0 : 1));
  const start = new Uint32Array(ids.length + 1);
  used.forEach((slots, row) => (start[row + 1] = start[row]! + slots));
  return {
    read: { owners: upTo(ids.length), count: ids.length },
    slots: { start: weights ? start : null, ids: Uint32Array.from(ids).filter((_, row) => used[row]), weight: null },
    arenaRow: 0,
    piece: null,
    firstRow: 0,
    stride: 1,
    tokens: null,
    ...change,
  };
}
