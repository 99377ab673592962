/** What users' pasts and their candidates have in common by a field of the items. */
import { FIRST_VALUE, type Field } from '../../../data/dataset';
import type { PairFieldRequest } from '../../blocks/block';
import { numbersOf } from '../../nodes/pair-fields';
import type { RowSet } from './row-sets';

/** What past events hold of a value. */
interface Met {
  events: number;
  /** Of the newest. */
  ageDays: number;
  /** Events that are newer than the newest. */
  newer: number;
  /** The event that was counted last: an item may name a value twice. */
  last: number;
}

/**
 * Of every pair log(1 + events of the past that share a value with the candidate), 1 / (1 + days since the newest of
 * them), and where it is asked for 1 / (1 + events that are newer); 0 where there is none.
 * @param items as many for each user
 * @param values [P x 2 or 3], written over
 */
export function countPairs(
  field: Field,
  { length, position }: Pick<PairFieldRequest, 'length' | 'position'>,
  { user: { rows: users, history }, item: { rows: items } }: Record<'user' | 'item', Pick<RowSet, 'rows' | 'history'>>,
  values: Float32Array,
): void {
  if (!history) throw new Error('internal: pairs are counted without a past');
  values.fill(0);
  const each = users.length === 0 ? 0 : items.length / users.length;
  const { ids, length: slots } = field;
  const width = numbersOf({ position });
  for (let row = 0; row < users.length; row++) {
    const met = metBy(history, row, length, field);
    for (let pair = row * each; pair < (row + 1) * each; pair++) {
      const own = ids.subarray(items[pair]! * slots, (items[pair]! + 1) * slots);
      const shared = slots === 1 ? met.by.get(own[0]!) : sharedOf(met, own);
      if (!shared) continue;
      values[pair * width] = Math.log1p(shared.events);
      values[pair * width + 1] = 1 / (1 + shared.ageDays);
      if (position) values[pair * width + 2] = 1 / (1 + shared.newer);
    }
  }
}

interface Past {
  by: Map<number, Met>;
  /** Slots of each event's item, newest first, with the event's age. */
  events: { slots: Uint32Array; ageDays: number; newer: number }[];
}

/** The newest `length` events of a row, by the values of a field. */
function metBy(
  history: NonNullable<RowSet['history']>,
  row: number,
  length: number,
  { ids, length: slots }: Field,
): Past {
  const past: Past = { by: new Map(), events: [] };
  const end = (row + 1) * history.length;
  const from = end - Math.min(length, history.counts[row]!);
  for (let at = end - 1; at >= from; at--) {
    const owner = history.owners[at]!;
    const own = ids.subarray(owner * slots, (owner + 1) * slots);
    const ageDays = history.ageDays[at]!;
    const newer = end - 1 - at;
    past.events.push({ slots: own, ageDays, newer });
    for (const value of own) {
      if (value < FIRST_VALUE) continue;
      const met = past.by.get(value);
      if (!met) past.by.set(value, { events: 1, ageDays, newer, last: at });
      else if (met.last !== at) {
        met.events += 1;
        met.last = at;
      }
    }
  }
  return past;
}

/** Events that share any of several values. */
function sharedOf({ by, events }: Past, values: Uint32Array): Omit<Met, 'last'> | undefined {
  const wanted = values.filter((value) => value >= FIRST_VALUE && by.has(value));
  if (wanted.length <= 1) return wanted.length === 0 ? undefined : by.get(wanted[0]!);
  const sharing = events.filter(({ slots }) => slots.some((value) => wanted.includes(value)));
  const [{ ageDays, newer }] = sharing as [Past['events'][number]];
  return { events: sharing.length, ageDays, newer };
}
