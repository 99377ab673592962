/**
 * The events of a batch's histories by whose they are: each owner is looked up and differentiated once, however many
 * events name it. Grouped in JavaScript, while the device is busy.
 */
import { Storage } from '../storage';
import { LONGEST_SUM, fitsHalfWords, mostEntries } from './sizes';

/** Past events of some rows: [rows x length] owners, right-aligned, of each row the last `counts[row]`. */
export interface PastEvents {
  rows: number;
  length: number;
  owners: Uint32Array;
  counts: Uint32Array;
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
  private readonly sizes: Uint32Array;
  /** [rows x length] entry of each event. */
  readonly entryOf: Uint32Array;
  /** [owners] the entry that still takes events, plus one; all 0 between two batches. */
  private readonly open: Uint32Array;
  private readonly packed: Uint32Array<ArrayBuffer>;
  private readonly halves: Uint16Array | null;
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
    this.owners = new Uint32Array(this.most);
    this.sizes = new Uint32Array(this.most);
    this.entryOf = new Uint32Array(events);
    this.open = new Uint32Array(owners);
    this.packed = new Uint32Array(DISTINCT_HEADER + rows + 2 * this.most + 1 + events);
    this.halves = fitsHalfWords(events) ? new Uint16Array(this.packed.buffer) : null;
    this.storage = Storage.create(name, [this.packed.length], 'int32');
  }

  /** Word at which the owners of the entries begin. */
  get ownersAt(): number {
    return DISTINCT_HEADER + this.rows;
  }

  /** [rows] events of each row in the last `prepare`. */
  get counts(): Uint32Array {
    return this.packed.subarray(DISTINCT_HEADER, this.ownersAt);
  }

  /** Groups the newest events of `past`, in JavaScript alone. Rows past its end have none. */
  prepare(past: PastEvents): void {
    const { counts, length } = this;
    for (let row = 0; row < this.rows; row++) counts[row] = row < past.rows ? Math.min(past.counts[row]!, length) : 0;
    const entries = this.group(past);
    const { packed, halves } = this;
    const starts = this.ownersAt + entries;
    const events = starts + (halves ? Math.ceil((entries + 1) / 2) : entries + 1);
    const start = halves ? halves.subarray(2 * starts) : packed.subarray(starts);
    packed.set([entries, this.rows, length, starts, events, halves ? 1 : 0]);
    packed.set(this.owners.subarray(0, entries), this.ownersAt);
    let total = 0;
    for (let u = 0; u < entries; u++) {
      const size = this.sizes[u]!;
      start[u] = total;
      // From here on where the entry's next event goes.
      this.sizes[u] = total;
      total += size;
      this.open[this.owners[u]!] = 0;
    }
    start[entries] = total;
    this.place(halves ?? packed, halves ? 2 * events : events);
    this.used = events + (halves ? Math.ceil(total / 2) : total);
    this.entries = entries;
  }

  /** Gives every event an entry; returns how many entries there are. */
  private group({ owners, length: full }: PastEvents): number {
    const { length, counts, entryOf, open, sizes, owners: own } = this;
    let entries = 0;
    for (let row = 0; row < counts.length; row++) {
      const shift = (row + 1) * (full - length);
      const end = (row + 1) * length;
      for (let event = end - counts[row]!; event < end; event++) {
        const owner = owners[event + shift]!;
        let entry = open[owner]! - 1;
        if (entry < 0 || sizes[entry] === LONGEST_SUM) {
          entry = entries++;
          own[entry] = owner;
          sizes[entry] = 0;
          open[owner] = entry + 1;
        }
        sizes[entry] = sizes[entry]! + 1;
        entryOf[event] = entry;
      }
    }
    return entries;
  }

  private place(into: Uint16Array | Uint32Array, first: number): void {
    const { length, counts, entryOf, sizes: next } = this;
    for (let row = 0; row < counts.length; row++) {
      const end = (row + 1) * length;
      for (let event = end - counts[row]!; event < end; event++) {
        const entry = entryOf[event]!;
        const at = next[entry]!;
        next[entry] = at + 1;
        into[first + at] = event;
      }
    }
  }

  /** Writes what was prepared to the device. */
  submit(): void {
    this.storage.write(this.packed.subarray(0, this.used));
  }

  dispose(): void {
    this.storage.dispose();
  }
}
