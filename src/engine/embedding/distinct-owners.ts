/**
 * The events of a batch's histories by whose they are: each owner is looked up and differentiated once, however many
 * events name it. Grouped in JavaScript, while the device is busy.
 */
import { Storage } from '../storage';
import { LONGEST_SUM, fitsHalfWords, mostEntries } from './sizes';

/** Past events of some rows. */
export interface PastEvents {
  rows: number;
  length: number;
  /** [rows x length] right-aligned: of each row the last `counts[row]`. */
  readonly owners: Uint32Array;
  counts: Uint32Array;
  /** Where the owners stand among others; absent where only `owners` has them. */
  where?: Stretches;
}

/** Owners of the events of rows, in two stretches of `of` for each, older first. */
export interface Stretches {
  of: Uint32Array;
  /** [rows x 4] where they begin and end. */
  ranges: Uint32Array;
}

/** Words before the lists. */
export const DISTINCT_HEADER = 6;

/**
 * The newest `length` events of `rows` rows, as a list of entries: an owner and the events that name it, which ascend.
 * An owner of more than LONGEST_SUM events has several entries. Entries stand in the order their first events do, so
 * that sums run in a fixed order.
 *
 * Words on the device, written without gaps: [entries, rows, length, where starts begin, where events begin, 1 = both
 * are packed two to a word], then counts [rows], owners [entries], starts [entries + 1], events.
 */
export class DistinctOwners {
  readonly storage: Storage;
  /** Entries at the most. */
  readonly most: number;
  /** Of the events last prepared. */
  entries = 0;
  /** [most] owner of each entry; only the first `entries` count. */
  readonly owners: Uint32Array;
  /** [rows] events of each row in the last `prepare`. */
  readonly counts: Uint32Array;
  /** [owners] events of each, then where its next one goes; all 0 between two batches. */
  private readonly next: Uint32Array;
  /** The words, and behind them room for the events of owners of several entries. */
  private readonly packed: Uint32Array<ArrayBuffer>;
  private readonly halves: Uint16Array | null;
  /** [rows x 4] of pasts that are not where others are. */
  private readonly ranges: Uint32Array;
  private used = DISTINCT_HEADER;

  /** @param owners how many there can be */
  constructor(
    name: string,
    readonly rows: number,
    readonly length: number,
    owners: number,
  ) {
    const events = rows * length;
    this.most = mostEntries(rows, length, owners);
    this.next = new Uint32Array(owners);
    const words = DISTINCT_HEADER + rows + 2 * this.most + 1 + events;
    this.packed = new Uint32Array(words + events);
    this.halves = fitsHalfWords(events) ? new Uint16Array(this.packed.buffer) : null;
    this.ranges = new Uint32Array(4 * rows);
    this.counts = this.packed.subarray(DISTINCT_HEADER, this.ownersAt);
    this.owners = this.packed.subarray(this.ownersAt, this.ownersAt + this.most);
    this.storage = Storage.create(name, [words], 'int32');
  }

  /** Word at which the owners of the entries begin. */
  get ownersAt(): number {
    return DISTINCT_HEADER + this.rows;
  }

  /** Groups the newest events of `past`, in JavaScript alone. Rows past its end have none. */
  prepare(past: PastEvents): void {
    const { rows, counts, length, next, owners, packed, halves } = this;
    for (let row = 0; row < rows; row++) counts[row] = row < past.rows ? Math.min(past.counts[row]!, length) : 0;
    const where = past.where ?? this.listed(past);
    const entries = countEvents(where, counts, next, owners);
    const starts = this.ownersAt + entries;
    const events = starts + (halves ? Math.ceil((entries + 1) / 2) : entries + 1);
    const start = halves ? halves.subarray(2 * starts) : packed.subarray(starts);
    const list = halves ? halves.subarray(2 * events) : packed.subarray(events);
    const { total, cuts } = this.begin(entries, start);
    placeEvents(where, length, counts, next, list);
    for (const { from, to, size } of cuts) list.copyWithin(to, from, from + size);
    for (let entry = 0; entry < entries; entry++) next[owners[entry]!] = 0;
    packed[0] = entries;
    packed[1] = rows;
    packed[2] = length;
    packed[3] = starts;
    packed[4] = events;
    packed[5] = halves ? 1 : 0;
    this.used = events + (halves ? Math.ceil(total / 2) : total);
    this.entries = entries;
  }

  private listed({ rows, length, owners, counts }: PastEvents): Stretches {
    const { ranges } = this;
    for (let row = 0; row < Math.min(rows, this.rows); row++) {
      ranges[4 * row + 2] = (row + 1) * length - counts[row]!;
      ranges[4 * row + 3] = (row + 1) * length;
    }
    return { of: owners, ranges };
  }

  /**
   * Says where each entry begins, and where the events of each owner go. Those of an owner of several entries go behind
   * the list at first: `cuts` are its pieces, and where they belong.
   */
  private begin(entries: number, start: Uint16Array | Uint32Array) {
    const { owners, next } = this;
    const cuts: { from: number; to: number; size: number }[] = [];
    const several = new Map<number, { from: number; left: number }>();
    let total = 0;
    let behind = this.rows * this.length;
    for (let entry = 0; entry < entries; entry++) {
      const owner = owners[entry]!;
      start[entry] = total;
      // Of one whose pieces have a place it is that place, which is larger, too.
      const events = next[owner]!;
      if (events <= LONGEST_SUM) {
        next[owner] = total;
        total += events;
        continue;
      }
      let piece = several.get(owner);
      if (!piece) {
        several.set(owner, (piece = { from: behind, left: events }));
        next[owner] = behind;
        behind += events;
      }
      const size = Math.min(LONGEST_SUM, piece.left);
      cuts.push({ from: piece.from, to: total, size });
      piece.from += size;
      piece.left -= size;
      total += size;
    }
    start[entries] = total;
    return { total, cuts };
  }

  /** [rows x length] entry of each event of the last `prepare`. */
  entryOf(): Uint32Array {
    const entryOf = new Uint32Array(this.rows * this.length);
    const { start, events } = this.lists();
    for (let entry = 0; entry < this.entries; entry++)
      for (let k = start[entry]!; k < start[entry + 1]!; k++) entryOf[events[k]!] = entry;
    return entryOf;
  }

  /** Where the events of each entry of the last `prepare` begin among all of them, [entries + 1], and these: views. */
  lists(): Record<'start' | 'events', Uint16Array | Uint32Array> {
    const { entries, packed, halves } = this;
    const numbers = halves ?? packed;
    const [first, events] = halves ? [2 * packed[3]!, 2 * packed[4]!] : [packed[3]!, packed[4]!];
    const start = numbers.subarray(first, first + entries + 1);
    return { start, events: numbers.subarray(events, events + start[entries]!) };
  }

  /** Writes what was prepared to the device. */
  submit(): void {
    this.storage.write(this.packed.subarray(0, this.used));
  }

  dispose(): void {
    this.storage.dispose();
  }
}

// Loops over all events of a batch: their arrays are arguments, which a compiler keeps in registers. Of each row the
// newest `counts[row]` are gone through, first those of the older stretch, then the others.

/** Counts the events of each owner; a new entry begins with the first of them, and after each LONGEST_SUM. */
function countEvents({ of, ranges }: Stretches, counts: Uint32Array, seen: Uint32Array, entries: Uint32Array): number {
  let made = 0;
  for (let row = 0; row < counts.length; row++) {
    let left = counts[row]! - Math.min(counts[row]!, ranges[4 * row + 3]! - ranges[4 * row + 2]!);
    for (let half = 4 * row; half < 4 * row + 4; half += 2, left = counts[row]! - left) {
      const end = ranges[half + 1]!;
      for (let at = end - left; at < end; at++) {
        const owner = of[at]!;
        const before = seen[owner]!;
        seen[owner] = before + 1;
        if (before % LONGEST_SUM === 0) entries[made++] = owner;
      }
    }
  }
  return made;
}

/** Puts every event where the next one of its owner goes. */
function placeEvents(
  { of, ranges }: Stretches,
  length: number,
  counts: Uint32Array,
  next: Uint32Array,
  list: Uint16Array | Uint32Array,
): void {
  for (let row = 0; row < counts.length; row++) {
    let event = (row + 1) * length - counts[row]!;
    let left = counts[row]! - Math.min(counts[row]!, ranges[4 * row + 3]! - ranges[4 * row + 2]!);
    for (let half = 4 * row; half < 4 * row + 4; half += 2, left = counts[row]! - left) {
      const end = ranges[half + 1]!;
      for (let at = end - left; at < end; at++, event++) {
        const owner = of[at]!;
        const to = next[owner]!;
        next[owner] = to + 1;
        list[to] = event;
      }
    }
  }
}
