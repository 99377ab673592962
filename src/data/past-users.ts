/**
 * The past of an item: the users who had it, from the training part alone. A training event sees those strictly before its time and never its own
 * user; under `ties: 'file'` moments are single lines, so that the order of lines decides where times are equal. Under 'random' splits, which have no
 * before and after, it sees all others. A user who had an item several times stands there as often.
 */
import type { Dataset } from './dataset';
import { rowStarts } from './events';
import { maskOf, MS_PER_DAY, type Histories } from './history';
import type { TrainingPart } from './training-part';

/** The newest `length` users of items, oldest first, as `Histories` whose owners are users. */
export interface PastUsers {
  /** Who had the item before each training event. @param targets positions in `split.train` */
  before(targets: Uint32Array, length: number): Histories;
  /**
   * Who had each item in the whole training part. One index of items serves everybody: for a held-out user it is not cut at the moment of the
   * question, and holds the user's own training events. Ages are counted to the end of the training part ('random' splits: to the newest event listed).
   */
  ofItems(items: Uint32Array, length: number): Histories;
}

const NOBODY = 0xffffffff;

export function pastUsers({ events, split: { train }, items, protocol, hasTime }: Dataset, part: TrainingPart): PastUsers {
  const timeOf = Float64Array.from(train, (e) => events.time[e]!);
  const start = rowStarts(part.item, items.length);
  const order = byItem(part.item, start, timeOf, train.map((e) => events.line[e]!));
  const user = order.map((t) => part.user[t]!);
  const time = Float64Array.from(order, (t) => timeOf[t]!);
  const last = time.reduce((a, b) => Math.max(a, b), 0);
  const end = protocol.split === 'random' ? part.item.map((item) => start[item + 1]!) : earlier(order, start, protocol.ties === 'file' ? null : time);

  /** @param first, ends, without by row: where to stop, where to begin from the newest, and whom to leave out */
  const collect = (rows: number, length: number, first: (row: number) => number, ends: (row: number) => number, without: (row: number) => number, now: (row: number) => number): Histories => {
    const [owners, from, counts] = [new Uint32Array(rows * length), new Uint32Array(rows * length), new Uint32Array(rows)];
    for (let row = 0; row < rows; row++) {
      const [begin, own, floor] = [first(row), without(row), row * length];
      let slot = floor + length - 1;
      for (let at = ends(row) - 1; at >= begin && slot >= floor; at--) {
        if (user[at] === own) continue;
        owners[slot] = user[at]!;
        from[slot--] = at;
      }
      counts[row] = floor + length - 1 - slot;
    }
    let [mask, ages]: (Float32Array | null)[] = [null, null];
    return {
      rows, length, owners, counts,
      get mask() {
        return (mask ??= maskOf(counts, length));
      },
      get ageDays() {
        if (ages) return ages;
        ages = new Float32Array(rows * length);
        for (let row = 0; hasTime && row < rows; row++) {
          const newest = (row + 1) * length - 1;
          const moment = protocol.split === 'random' ? time[from[newest]!]! : now(row);
          for (let slot = newest; slot > newest - counts[row]!; slot--) ages[slot] = (moment - time[from[slot]!]!) / MS_PER_DAY;
        }
        return ages;
      },
    };
  };

  return {
    before: (targets, length) => collect(
      targets.length, length,
      (row) => start[part.item[targets[row]!]!]!, (row) => end[targets[row]!]!, (row) => part.user[targets[row]!]!, (row) => timeOf[targets[row]!]!,
    ),
    ofItems: (asked, length) => collect(asked.length, length, (row) => start[asked[row]!]!, (row) => start[asked[row]! + 1]!, () => NOBODY, () => last),
  };
}

/** Training positions by item, then time, then line. */
function byItem(item: Uint32Array, start: Uint32Array, time: Float64Array, line: Uint32Array): Uint32Array {
  const next = start.slice();
  const order = new Uint32Array(item.length);
  for (let t = 0; t < item.length; t++) order[next[item[t]!]!++] = t;
  for (let i = 0; i + 1 < start.length; i++) order.subarray(start[i], start[i + 1]).sort((a, b) => time[a]! - time[b]! || line[a]! - line[b]!);
  return order;
}

/** By training position: where in `order` the events before it end. @param time in that order; null = every event is a moment of its own */
function earlier(order: Uint32Array, start: Uint32Array, time: Float64Array | null): Uint32Array {
  const end = new Uint32Array(order.length);
  for (let i = 0; i + 1 < start.length; i++) {
    let moment = start[i]!;
    for (let at = start[i]!; at < start[i + 1]!; at++) {
      if (time === null || time[at] !== time[moment]) moment = at;
      end[order[at]!] = moment;
    }
  }
  return end;
}
