/**
 * What a step of a compiled graph reads, as plain arrays: rows of tables with their weights, histories and pairs. No
 * device, no arena.
 */
import type { Batch } from '../../data/batches';
import { type Dataset, type Field, MISSING } from '../../data/dataset';
import type { Histories } from '../../data/history';
import type { Positives } from '../../data/positives';
import type { PastWindow } from '../../data/sessions';
import { hitMatrix, packHits } from '../../engine/kernels/in-batch-softmax/hits';
import { type CompiledGraph, type CompiledLookup, tablePath } from '../../model/run/compile';
import { windowAt } from '../../model/nodes/session-windows';
import { columnItems } from '../../model/run/feed/row-sets';

/** One field of a lookup: [rows x slots] rows of its table; weights null = all 1. */
export interface PlainField {
  path: string;
  slots: number;
  ids: Int32Array;
  weights: Float32Array | null;
}

export interface PlainInputs {
  batch: Batch;
  /** By key, one for each field. */
  lookups: ReadonlyMap<string, readonly PlainField[]>;
}

export function plainInputs(compiled: CompiledGraph, { fields }: Dataset, batch: Batch): PlainInputs {
  const known = new Map(fields.map((field) => [field.name, field]));
  return {
    batch,
    lookups: new Map(
      compiled.lookups.map((lookup) => [
        lookup.key,
        lookup.fields.map((name, f): PlainField => {
          const field = known.get(name);
          if (!field) throw new Error(`the data set has no field "${name}"; known: ${[...known.keys()].join(', ')}`);
          return {
            path: tablePath(lookup.tables[f]!),
            ...(lookup.at === 'tokens' ? tokensOf(field, lookup, batch) : rowsOf(compiled, field, lookup, batch)),
          };
        }),
      ]),
    ),
  };
}

/** The past a side reads, or a window of it. */
export function pastOf(
  { windows }: Pick<CompiledGraph, 'windows'>,
  batch: Batch,
  side: 'user' | 'item',
  length: number,
  window?: PastWindow,
): Past {
  const past = window ? batch.windows[windowAt(windows, window)] : side === 'user' ? batch.history : batch.pastUsers;
  if (!past) throw new Error('the batch has no users of items, or not this window of the past');
  return newest(past, length);
}

const ownersOf = (field: Field, { side }: CompiledLookup, batch: Batch): Uint32Array =>
  field.owner === 'context' ? batch.events : side === 'user' ? batch.users : columnItems(batch);

function rowsOf(compiled: CompiledGraph, field: Field, lookup: CompiledLookup, batch: Batch): Omit<PlainField, 'path'> {
  const past = lookup.at === 'history' ? pastOf(compiled, batch, lookup.side, lookup.length, lookup.window) : null;
  const owners = past?.owners ?? ownersOf(field, lookup, batch);
  const slots = field.length;
  const ids = new Int32Array(owners.length * slots);
  const weights = past || field.weights ? new Float32Array(ids.length) : null;
  for (let row = 0; row < owners.length; row++) {
    for (let slot = 0; slot < slots; slot++) {
      const from = owners[row]! * slots + slot;
      ids[row * slots + slot] = field.ids[from]!;
      if (weights) weights[row * slots + slot] = (past?.mask[row] ?? 1) * (field.weights?.[from] ?? 1);
    }
  }
  return { slots, ids, weights };
}

/** The first tokens of each row, one row of the table for each; weight 0 where there is none. */
function tokensOf(field: Field, lookup: CompiledLookup, batch: Batch): Omit<PlainField, 'path'> {
  const owners = ownersOf(field, lookup, batch);
  const { length } = lookup;
  const ids = new Int32Array(owners.length * length).fill(MISSING);
  const weights = new Float32Array(ids.length);
  for (let row = 0; row < owners.length; row++) {
    for (let token = 0; token < Math.min(length, field.length); token++) {
      const from = owners[row]! * field.length + token;
      ids[row * length + token] = field.ids[from]!;
      weights[row * length + token] = field.weights?.[from] ?? 1;
    }
  }
  return { slots: 1, ids, weights };
}

interface Past {
  owners: Uint32Array;
  mask: Float32Array;
  ageDays: Float32Array;
}

/** The newest `length` columns of a history, [rows x length]. */
function newest(history: Histories, length: number): Past {
  const column = <T extends Uint32Array | Float32Array>(all: T, make: new (size: number) => T): T => {
    if (length === history.length) return all;
    const out = new make(history.rows * length);
    for (let row = 0; row < history.rows; row++)
      out.set(all.subarray((row + 1) * history.length - length, (row + 1) * history.length) as never, row * length);
    return out;
  };
  return {
    owners: column(history.owners, Uint32Array),
    mask: column(history.mask, Float32Array),
    ageDays: column(history.ageDays, Float32Array),
  };
}

/** [B x B] 1 where a column is no negative of a row, as an accidental hit of these kinds or as padding. */
export function blockedPairs(batch: Batch, positives: Positives, kinds: number): Float32Array {
  const { size, realColumn } = batch;
  return hitMatrix(packHits(positives, batch), size, size, kinds).map((hit, at) =>
    realColumn[at % size] === 0 ? 1 : hit,
  );
}

/** [B x N] 1 where a sampled item is no negative of a row. */
export function blockedSamples(batch: Batch, positives: Positives, kinds: number): Float32Array {
  const { size, sampled } = batch;
  const columns = size + sampled.length;
  const hits = hitMatrix(packHits(positives, batch), size, columns, kinds);
  return Float32Array.from(
    { length: size * sampled.length },
    (_, at) => hits[Math.floor(at / sampled.length) * columns + size + (at % sampled.length)]!,
  );
}

/** [B] 1 = a real column, and the first of its item. */
export function distinctItems({ items, realColumn }: Batch): Float32Array {
  const seen = new Set<number>();
  return realColumn.map((real, column) => {
    if (real === 0 || seen.has(items[column]!)) return 0;
    seen.add(items[column]!);
    return 1;
  });
}
