/** What users' pasts and their candidates have in common by a field of the items. */
import { FIRST_VALUE, type Field } from '../../../data/dataset';
import type { PairFieldRequest } from '../../blocks/block';
import { numbersOf } from '../../nodes/pair-fields';
import type { RowSet } from './row-sets';

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
  const width = numbersOf({ position });
  const met = new MetEvents(field, length);
  for (let row = 0; row < users.length; row++) {
    const past = (row + 1) * history.length;
    met.read(history.owners.subarray(past - Math.min(length, history.counts[row]!), past));
    for (let pair = row * each; pair < (row + 1) * each; pair++) {
      const events = met.sharedWith(items[pair]!);
      if (events === 0) continue;
      values[pair * width] = Math.log1p(events);
      values[pair * width + 1] = 1 / (1 + history.ageDays[past - 1 - met.newer]!);
      if (position) values[pair * width + 2] = 1 / (1 + met.newer);
    }
  }
}

/** Which events of a past hold a value: a bit for each event, from the newest on, so that several values are one or. */
class MetEvents {
  /** Events that are newer than the newest that was shared. */
  newer = 0;
  /** Of each value that is met: where its words begin. */
  private readonly places = new Map<number, number>();
  /** Words of a set of events. */
  private readonly words: number;
  private readonly bits: Uint32Array;

  /** @param length the most events that are read of a past */
  constructor(
    private readonly field: Field,
    length: number,
  ) {
    this.words = Math.ceil(length / 32);
    this.bits = new Uint32Array(this.words * length * field.length);
  }

  /** @param owners of the events, the newest last */
  read(owners: Uint32Array): void {
    const { places, bits, words } = this;
    const { ids, length: slots } = this.field;
    bits.fill(0, 0, places.size * words);
    places.clear();
    for (let event = 0; event < owners.length; event++) {
      const owner = owners[owners.length - 1 - event]!;
      for (let slot = owner * slots; slot < (owner + 1) * slots; slot++) {
        if (ids[slot]! < FIRST_VALUE) continue;
        let place = places.get(ids[slot]!);
        if (place === undefined) places.set(ids[slot]!, (place = places.size * words));
        bits[place + (event >>> 5)]! |= 1 << (event & 31);
      }
    }
  }

  /** @returns how many events share a value with the item */
  sharedWith(item: number): number {
    const { places, bits, words } = this;
    const { ids, length: slots } = this.field;
    let events = 0;
    for (let word = 0; word < words; word++) {
      let shared = 0;
      for (let slot = item * slots; slot < (item + 1) * slots; slot++) {
        const place = places.get(ids[slot]!);
        if (place !== undefined) shared |= bits[place + word]!;
      }
      if (shared === 0) continue;
      if (events === 0) this.newer = word * 32 + 31 - Math.clz32(shared & -shared);
      events += ones(shared);
    }
    return events;
  }
}

/** Bits of a word that are set (Warren, Hacker's Delight, 2013, figure 5-2). */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
