/** What a lookup reads, and how its kernels are told. */
import { lanesOf } from '../wgsl';
import { NOWHERE, type SlotPlaces } from './slots';

/** Where the slots of a looked-up field lie. */
export type FieldPlaces =
  /** In the slot tables, by owner. */
  | ({ kind: 'kept' } & SlotPlaces)
  /**
   * Among the words of the step, by row: `each` ids, NOWHERE behind the last one, and where they are not all 1 a
   * weight.
   */
  | { kind: 'fresh'; ids: number; each: number; weight: number | null };

export interface LookedUpField {
  places: FieldPlaces;
  /** Row of the arena at which the table begins, or the piece of it that lies there. */
  firstRow: number;
  /** Rows of the table that lie in this arena; null = all. */
  piece: { from: number; rows: number } | null;
}

export interface LookupShape {
  /** Rows at the most. */
  rows: number;
  /** D */
  width: number;
  /** Word of the step at which the owners of the rows begin. */
  owners: number;
  /** Word of the step that says how many rows there are; null = all. */
  count: number | null;
  /** Tokens per row, each a slot by itself, of the one field there is; null = slots are added up. */
  tokens: number | null;
  fields: readonly LookedUpField[];
}

/** F, or how many tokens a row has. */
export const columnsOf = ({ tokens, fields }: LookupShape): number => tokens ?? fields.length;

/** Words of the header and of a field in `lookupInfo`. */
export const HEADER = 6;
export const FIELD = 7;

/**
 * Sizes lie in a buffer, not in the kernels' text: lookups share pipelines. [rows, columns, lanes across, where the
 * owners, the count, 1 = tokens], then of each field [1 = fresh, start or slots of a row, ids, weight, first row, first
 * row of the piece, rows of it].
 */
export function lookupInfo(shape: LookupShape): Uint32Array {
  const { rows, width, owners, count, tokens, fields } = shape;
  return Uint32Array.from([
    rows,
    columnsOf(shape),
    width / lanesOf(width),
    owners,
    count ?? NOWHERE,
    tokens === null ? 0 : 1,
    ...fields.flatMap(({ places, firstRow, piece }) => [
      places.kind === 'fresh' ? 1 : 0,
      places.kind === 'fresh' ? places.each : (places.start ?? NOWHERE),
      places.ids,
      places.weight ?? NOWHERE,
      firstRow,
      piece?.from ?? 0,
      piece?.rows ?? NOWHERE,
    ]),
  ]);
}
