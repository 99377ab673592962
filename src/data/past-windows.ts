/**
 * Windows of the past of training events, as ranges of the training part. What they hold is said in sessions.ts.
 * Plain loops: they run over every row of every batch.
 */
import type { DrawnEvents } from './history';
import { MS_PER_DAY, type JoinsSession, type PastRead } from './sessions';

/** Four numbers a row: where its history begins and ends in the training part, in two ranges, older first. */
export type Ranges = Uint32Array;

/** The pasts of training events, in the order of `split.train`. */
export interface TrainingPasts {
  user: Uint32Array;
  /** [users + 1] where the events of each user begin. */
  start: Uint32Array;
  /**
   * Where the past of each event ends; null under 'random' splits: it spans all events of the user, the event itself
   * among them.
   */
  ends: Uint32Array | null;
  time: Float64Array;
  joins: JoinsSession;
}

/** What tells sessions apart is worked out once; the function then gives the ranges of any rows. */
export function windowRanges(
  { window, length }: PastRead,
  { user, start, ends, time, joins }: TrainingPasts,
): (wanted: DrawnEvents, ranges: Ranges) => void {
  const starts = new Uint32Array(time.length);
  for (let at = 0; at < starts.length; at++)
    starts[at] = at > start[user[at]!]! && joins(at - 1, at) ? starts[at - 1]! : at;
  const span = window.sessions === 'earlier' && window.days > 0 ? window.days * MS_PER_DAY : Infinity;

  /** Where the session of the newest event begins, the target left out. */
  const lastBegins = (begin: number, end: number, target: number): number => {
    const from = starts[end - 1]!;
    if (target > end - 1 || from > target + 1) return from;
    // Its neighbours are neighbours without it.
    return target > begin && joins(target - 1, target + 1) ? starts[target - 1]! : target + 1;
  };

  return ({ drawn, users }, ranges) => {
    ranges.fill(0);
    for (let row = 0; row < drawn.length; row++) {
      const target = drawn[row]!;
      const begin = start[users[row]!]!;
      let end = ends ? ends[target]! : start[users[row]! + 1]!;
      if (end === target + 1) end = target;
      if (end <= begin) continue;
      const last = lastBegins(begin, end, target);
      if (window.sessions === 'last') keepNewest(ranges, 4 * row, last, end, target, length);
      else {
        let first = begin;
        if (span < Infinity) {
          // One event more than is wanted: the target may be among them.
          for (first = last; first > begin && last - first <= length && time[last]! - time[first - 1]! <= span;)
            first--;
        }
        keepNewest(ranges, 4 * row, first, last, target, length);
      }
    }
  };
}

/** The newest `length` events of [from, to) but the target, which need not be there. */
function keepNewest(ranges: Ranges, at: number, from: number, to: number, target: number, length: number): void {
  if (target < from || target >= to) {
    ranges[at + 2] = Math.max(from, to - length);
    ranges[at + 3] = to;
    return;
  }
  const after = Math.min(to - target - 1, length);
  ranges[at] = Math.max(from, target - (length - after));
  ranges[at + 1] = target;
  ranges[at + 2] = to - after;
  ranges[at + 3] = to;
}
