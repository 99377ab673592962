/**
 * The past of an item: the users who had it, from the training part alone. A training event sees those strictly before
 * its time and never its own user; under `ties: 'file'` moments are single lines, so that the order of lines decides
 * where times are equal. Under 'random' splits, which have no before and after, it sees all others. A user who had an
 * item several times stands there as often.
 */
import type { Dataset } from './dataset';
import { rowStarts } from './events';
import { maskOf, type Histories } from './history';
import { MS_PER_DAY } from './sessions';
import type { TrainingPart } from './training-part';

/** The newest `length` users of items, oldest first, as `Histories` whose owners are users. */
export interface PastUsers {
  /**
   * Who had the item before each training event, and after these rows who had each of `others`, which belong to no
   * event, as in `ofItems`.
   * @param targets positions in `split.train`
   * @param reuse lists of as many rows and this length that nobody reads any more: their arrays are written over
   */
  of(targets: Uint32Array, others: Uint32Array, length: number, reuse?: Histories | null): Histories;
  /**
   * Who had each item in the whole training part. One index of items serves everybody: for a held-out user it is not
   * cut at the moment of the question, and holds the user's own training events. Ages are counted to the end of the
   * training part ('random' splits: to the newest event listed).
   */
  ofItems(items: Uint32Array, length: number): Histories;
}

/**
 * Whose events are to be listed: those of [begin, end) in the order by item, but for one user's, up to a time. Three
 * numbers a row, and one.
 */
interface Query {
  ranges: Uint32Array;
  now: Float64Array;
}
const NOBODY = 0xffffffff;

export function pastUsers(
  { events, split: { train }, items, protocol, hasTime }: Dataset,
  { item, user }: TrainingPart,
): PastUsers {
  const timeOf = Float64Array.from(train, (e) => events.time[e]!);
  const start = rowStarts(item, items.length);
  const order = byItem(
    item,
    start,
    timeOf,
    train.map((e) => events.line[e]!),
  );
  const listed = { user: order.map((t) => user[t]!), time: Float64Array.from(order, (t) => timeOf[t]!) };
  const last = timeOf.reduce((a, b) => Math.max(a, b), 0);
  const ends =
    protocol.split === 'random'
      ? item.map((own) => start[own + 1]!)
      : earlier(order, start, protocol.ties === 'file' ? null : listed.time);

  const histories = (query: Query, length: number, reuse?: Histories | null): Histories => {
    const rows = query.now.length;
    const { owners, counts } = reuse ?? { owners: new Uint32Array(rows * length), counts: new Uint32Array(rows) };
    list(query.ranges, length, listed.user, owners, counts);
    let [mask, ages]: (Float32Array | null)[] = [null, null];
    return {
      rows,
      length,
      owners,
      counts,
      get mask() {
        return (mask ??= maskOf(counts, length));
      },
      get ageDays() {
        return (ages ??= hasTime
          ? agesOf(query, length, listed, protocol.split === 'random')
          : new Float32Array(rows * length));
      },
    };
  };
  const ask = (rows: number): Query => ({ ranges: new Uint32Array(3 * rows), now: new Float64Array(rows) });
  const askForAll = ({ ranges, now }: Query, of: Uint32Array, from: number): void => {
    of.forEach((own, i) => ranges.set([start[own]!, start[own + 1]!, NOBODY], 3 * (from + i)));
    now.fill(last, from);
  };
  return {
    of(targets, others, length, reuse) {
      const query = ask(targets.length + others.length);
      for (let row = 0; row < targets.length; row++) {
        const target = targets[row]!;
        query.ranges[3 * row] = start[item[target]!]!;
        query.ranges[3 * row + 1] = ends[target]!;
        query.ranges[3 * row + 2] = user[target]!;
        query.now[row] = timeOf[target]!;
      }
      askForAll(query, others, targets.length);
      return histories(query, length, reuse);
    },
    ofItems(items, length) {
      const query = ask(items.length);
      askForAll(query, items, 0);
      return histories(query, length);
    },
  };
}

function list(ranges: Uint32Array, length: number, user: Uint32Array, owners: Uint32Array, counts: Uint32Array): void {
  for (let row = 0; row < counts.length; row++) {
    const [begin, without, first] = [ranges[3 * row]!, ranges[3 * row + 2]!, row * length];
    let slot = first + length - 1;
    for (let at = ranges[3 * row + 1]! - 1; at >= begin && slot >= first; at--)
      if (user[at] !== without) owners[slot--] = user[at]!;
    counts[row] = first + length - 1 - slot;
    while (slot >= first) owners[slot--] = 0;
  }
}

/** @param toNewest ages are counted to the newest event listed, not to the time that is asked for */
function agesOf(
  { ranges, now }: Query,
  length: number,
  { user, time }: { user: Uint32Array; time: Float64Array },
  toNewest: boolean,
): Float32Array {
  const ages = new Float32Array(now.length * length);
  for (let row = 0; row < now.length; row++) {
    let slot = (row + 1) * length - 1;
    let until = toNewest ? null : now[row]!;
    for (let at = ranges[3 * row + 1]! - 1; at >= ranges[3 * row]! && slot >= row * length; at--) {
      if (user[at] === ranges[3 * row + 2]) continue;
      until ??= time[at]!;
      ages[slot--] = (until - time[at]!) / MS_PER_DAY;
    }
  }
  return ages;
}

/** Training positions by item, then time, then line. */
function byItem(item: Uint32Array, start: Uint32Array, time: Float64Array, line: Uint32Array): Uint32Array {
  const next = start.slice();
  const order = new Uint32Array(item.length);
  for (let t = 0; t < item.length; t++) order[next[item[t]!]!++] = t;
  for (let i = 0; i + 1 < start.length; i++)
    order.subarray(start[i], start[i + 1]).sort((a, b) => time[a]! - time[b]! || line[a]! - line[b]!);
  return order;
}

/**
 * By training position: where in `order` the events before it end.
 * @param time in that order; null = every event is a tie group of its own
 */
function earlier(order: Uint32Array, start: Uint32Array, time: Float64Array | null): Uint32Array {
  const end = new Uint32Array(order.length);
  for (let i = 0; i + 1 < start.length; i++) {
    let group = start[i]!;
    for (let at = start[i]!; at < start[i + 1]!; at++) {
      if (time === null || time[at] !== time[group]) group = at;
      end[order[at]!] = group;
    }
  }
  return end;
}
