/**
 * What share of an item's impressions was taken, as was known at moments of the log: a statistic that rankers of
 * impressions commonly read ("historical click-through rate"), for a model to learn from.
 *
 * Counted are impressions of the training part that lie strictly before the moment, by everybody but the user who is
 * asked about. His own would tell the answer: candidates of a training row were shown to him about then, and what he
 * was shown before its event and did not take would stand in its own count.
 */
import type { Dataset } from './dataset';
import { rowStarts } from './events';
import { firstFrom } from './first-from';
import { shownOf } from './shown';

type Counted = Pick<Dataset, 'events' | 'items' | 'shown' | 'split' | 'users'>;

/** By the split: a made-up person stands in a copy of a data set that shares it. */
const known = new WeakMap<Dataset['split'], ClickRates>();

/** Of a pair: the rate, and how many impressions it rests on. */
export const NUMBERS_OF_RATE = 2;

export class ClickRates {
  /** Of one owner, who has all impressions. */
  private readonly all: InTime;
  private readonly items: InTime;
  private readonly users: InTime;

  /** Counted once for a data set. @throws RangeError where nothing was shown and not taken in training */
  static of(dataset: Counted): ClickRates {
    const found = known.get(dataset.split) ?? new ClickRates(dataset);
    known.set(dataset.split, found);
    return found;
  }

  private constructor({ events, items, shown, split: { train }, users }: Counted) {
    const notTaken = shown ? shownOf(shown, 'train') : new Uint32Array();
    if (!shown || notTaken.length === 0) throw new RangeError('no rows were shown and not taken');
    const size = train.length + notTaken.length;
    const user = new Uint32Array(size);
    const item = new Uint32Array(size);
    const time = new Float64Array(size);
    const copy = (from: Pick<Dataset['events'], 'user' | 'item' | 'time'>, rows: Uint32Array, first: number) =>
      rows.forEach((row, at) => {
        user[first + at] = from.user[row]!;
        item[first + at] = from.item[row]!;
        time[first + at] = from.time[row]!;
      });
    copy(events, train, 0);
    copy(shown, notTaken, train.length);
    const order = Uint32Array.from(time.keys()).sort((a, b) => time[a]! - time[b]!);
    const impressions = { order, item, time, taken: train.length };
    this.all = dealtTo(new Uint32Array(size), 1, impressions);
    this.items = dealtTo(item, items.length, impressions);
    this.users = dealtTo(user, users.length, impressions);
  }

  /**
   * Of each item the log-odds of its rate above those of all items, log((k + p m) / (n - k + p (1 - m))) - log(m / (1 -
   * m)) with k taken of n impressions, the mean rate m and the prior p; and log(1 + n). 0 where nothing is known.
   * @param user whose impressions are left out
   * @param moment milliseconds since the epoch; Infinity behind the log
   * @param prior impressions at the mean rate that are added to those of each item; above 0
   * @param out [items x 2], written from place `first` on
   */
  read(user: number, moment: number, items: Uint32Array, prior: number, out: Float32Array, first = 0): void {
    const own = this.ownOf(user, moment);
    const { shown, taken } = countsBefore(this.all, 0, moment);
    // One impression of each kind more, so that a mean over none is no 0 or 1.
    const mean = (taken - own.taken + 1) / (shown - own.shown + 2);
    const base = Math.log(mean / (1 - mean));
    for (let at = 0; at < items.length; at++) {
      const item = items[at]!;
      const all = countsBefore(this.items, item, moment);
      const his = own.items.get(item);
      const impressions = all.shown - (his?.shown ?? 0);
      const clicks = all.taken - (his?.taken ?? 0);
      const odds = (clicks + prior * mean) / (impressions - clicks + prior * (1 - mean));
      out[first + NUMBERS_OF_RATE * at] = Math.log(odds) - base;
      out[first + NUMBERS_OF_RATE * at + 1] = Math.log1p(impressions);
    }
  }

  /** A user who is in no log has none. */
  private ownOf(user: number, moment: number): Counts & { items: ReadonlyMap<number, Counts> } {
    const { start, time, item, takenBefore } = this.users;
    const items = new Map<number, Counts>();
    const from = start[user] ?? 0;
    const end = firstFrom(from, start[user + 1] ?? from, (at) => time[at]! >= moment);
    for (let at = from; at < end; at++) {
      const counts = items.get(item[at]!) ?? { shown: 0, taken: 0 };
      counts.shown++;
      counts.taken += takenBefore[at + 1]! - takenBefore[at]!;
      items.set(item[at]!, counts);
    }
    return { items, shown: end - from, taken: takenBefore[end]! - takenBefore[from]! };
  }
}

interface Counts {
  shown: number;
  taken: number;
}

/** Impressions of owners, of each in the order of time. */
interface InTime {
  /** [owners + 1] */
  start: Uint32Array;
  time: Float64Array;
  item: Uint32Array;
  /** [impressions + 1] how many before each were taken. */
  takenBefore: Uint32Array;
}

interface Impressions {
  /** The oldest first. */
  order: Uint32Array;
  item: Uint32Array;
  time: Float64Array;
  /** The first so many of `item` and `time` were taken. */
  taken: number;
}

function dealtTo(owner: Uint32Array, owners: number, { order, item, time, taken }: Impressions): InTime {
  const start = rowStarts(owner, owners);
  const next = start.slice();
  const dealt = { time: time.slice(), item: item.slice(), takenBefore: new Uint32Array(order.length + 1) };
  for (const row of order) {
    const at = next[owner[row]!]!++;
    dealt.time[at] = time[row]!;
    dealt.item[at] = item[row]!;
    dealt.takenBefore[at + 1] = Number(row < taken);
  }
  for (let at = 0; at < order.length; at++) dealt.takenBefore[at + 1]! += dealt.takenBefore[at]!;
  return { start, ...dealt };
}

function countsBefore({ start, time, takenBefore }: InTime, owner: number, moment: number): Counts {
  const from = start[owner]!;
  const end = firstFrom(from, start[owner + 1]!, (at) => time[at]! >= moment);
  return { shown: end - from, taken: takenBefore[end]! - takenBefore[from]! };
}
