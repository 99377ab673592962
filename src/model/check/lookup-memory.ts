/** What a lookup takes of the GPU's memory beside what it gives, told before anything is allocated. */
import { mostEntries } from '../../engine/embedding/sizes';
import type { LookupRequest } from '../blocks/block';
import type { TowerGraph } from '../document/graph';
import type { Schema } from '../document/schema';

/** Of an event of a past: its mask, its entry, and its place in the list of the entry. */
const WORDS_PER_EVENT = 3;
/** Of an entry: its owner, and where its events begin. */
const WORDS_PER_ENTRY = 2;
/** Of a slot: its source, and what a touched row costs where none is touched twice. */
const WORDS_PER_SLOT = 2;

/**
 * Numbers of the lists that a batch writes, and of what the owners in a past have in their fields, forth and back.
 * @param owners how many there are whose fields a past brings
 */
export function lookupNumbers(
  { at, tables, length }: LookupRequest,
  { rows, owners }: { rows: number; owners: number },
  graph: TowerGraph,
  fields: Schema['fields'],
): number {
  const read = tables.map((id) => graph.tables.find((table) => table.id === id));
  const slots = read.reduce((sum, table) => sum + slotsOf(table?.field, fields, at), 0);
  if (at !== 'history') return rows * (at === 'tokens' ? length : 1) * (1 + WORDS_PER_SLOT * slots);
  const entries = mostEntries(rows, length, owners);
  const values = read.reduce((sum, table) => sum + (table?.width ?? 0), 0);
  // Where every field has one slot, the tables themselves are read.
  const passes = slots > read.length ? 2 : 1;
  return rows * length * WORDS_PER_EVENT + entries * (WORDS_PER_ENTRY + WORDS_PER_SLOT * slots + passes * values);
}

/** Numbers of what items have in their fields, which lies on the device for good: at the most, one weight for each. */
export function keptNumbers({ tables }: TowerGraph, { fields, items }: Pick<Schema, 'fields' | 'items'>): number {
  const read = new Set(tables.map(({ field }) => field));
  return fields
    .filter(({ name, owner }) => owner === 'item' && read.has(name))
    .reduce((sum, { length }) => sum + items * (length === 1 ? 1 : length + 2), 0);
}

const slotsOf = (field: string | undefined, fields: Schema['fields'], at: LookupRequest['at']): number =>
  at === 'tokens' ? 1 : (fields.find(({ name }) => name === field)?.length ?? 1);
