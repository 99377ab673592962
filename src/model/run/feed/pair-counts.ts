/** What users' pasts and their candidates have in common by a field of the items. */
import { FIRST_VALUE, type Field } from '../../../data/dataset';
import type { RowSet } from './row-sets';

/** Of a pair: how many events, and how recent the newest. */
export const NUMBERS_OF_PAIR = 2;

/** What past events hold of a value. */
interface Met {
  events: number;
  /** Of the newest. */
  ageDays: number;
  /** The event that was counted last: an item may name a value twice. */
  last: number;
}

/**
 * Of every pair log(1 + events of the past that share a value with the candidate), and 1 / (1 + days since the newest
 * of them), 0 where there is none.
 * @param length the newest so many events are looked at
 * @param items as many for each user
 * @param values [P x 2], written over
 */
export function countPairs(
  field: Field,
  length: number,
  { user: { rows: users, history }, item: { rows: items } }: Record<'user' | 'item', Pick<RowSet, 'rows' | 'history'>>,
  values: Float32Array,
): void {
  if (!history) throw new Error('internal: pairs are counted without a past');
  values.fill(0);
  const each = users.length === 0 ? 0 : items.length / users.length;
  const { ids, length: slots } = field;
  for (let row = 0; row < users.length; row++) {
    const met = metBy(history, row, length, field);
    for (let pair = row * each; pair < (row + 1) * each; pair++) {
      const own = ids.subarray(items[pair]! * slots, (items[pair]! + 1) * slots);
      const shared = slots === 1 ? met.by.get(own[0]!) : sharedOf(met, own);
      if (!shared) continue;
      values[pair * NUMBERS_OF_PAIR] = Math.log1p(shared.events);
      values[pair * NUMBERS_OF_PAIR + 1] = 1 / (1 + shared.ageDays);
    }
  }
}

interface Past {
  by: Map<number, Met>;
  /** Slots of each event's item, newest first, with the event's age. */
  events: { slots: Uint32Array; ageDays: number }[];
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
    past.events.push({ slots: own, ageDays });
    for (const value of own) {
      if (value < FIRST_VALUE) continue;
      const met = past.by.get(value);
      if (!met) past.by.set(value, { events: 1, ageDays, last: at });
      else if (met.last !== at) {
        met.events += 1;
        met.last = at;
      }
    }
  }
  return past;
}

/** Events that share any of several values. */
function sharedOf({ by, events }: Past, values: Uint32Array): Pick<Met, 'events' | 'ageDays'> | undefined {
  const wanted = values.filter((value) => value >= FIRST_VALUE && by.has(value));
  if (wanted.length <= 1) return wanted.length === 0 ? undefined : by.get(wanted[0]!);
  const sharing = events.filter(({ slots }) => slots.some((value) => wanted.includes(value)));
  return { events: sharing.length, ageDays: sharing[0]!.ageDays };
}
