/**
 * The past of a user as a model and the baselines may see it. A history lies strictly before the moment of what is
 * asked; under `ties: 'file'` moments are single lines, so the same rule gives the order of lines. Under 'random'
 * splits, which have no before and after, it is the user's training part without the event asked for.
 */
import type { Dataset, Past } from './dataset';
import { windowRanges, type Ranges } from './past-windows';
import { prefetch } from './prefetch';
import { MS_PER_DAY, sessionRule, windowOf, type PastRead, type PastWindow } from './sessions';
import type { TrainingPart } from './training-part';

/**
 * Histories of several rows, each [rows x length], oldest first, right-aligned: the newest event is in the last column.
 */
export interface Histories {
  rows: number;
  length: number;
  /** Whose fields each event brings: the item's index, or the user's in the past of an item; 0 where masked. */
  readonly owners: Uint32Array;
  /** Of training events: the stretches of the training part's items that `owners` is made from when it is asked for. */
  where?: { of: Uint32Array; ranges: Ranges };
  /** [rows] events of each row: the last so many columns. */
  counts: Uint32Array;
  /** 1 = an event. */
  readonly mask: Float32Array;
  /**
   * Days before the target's moment; 0 where masked or where the log has no time. Where the history is no prefix
   * ('random' splits) days before the newest event of the history.
   */
  readonly ageDays: Float32Array;
}

/** Positions of the events in a target's history, oldest first. */
export function historyOf(dataset: Pick<Dataset, 'userStart'>, target: Past): Uint32Array {
  if (target.historyEvents !== null) return target.historyEvents;
  const start = dataset.userStart[target.user]!;
  return Uint32Array.from({ length: target.history }, (_, i) => start + i);
}

/** Distinct items of a target's history, in the order of their first event. */
export function historyItemsOf(dataset: Pick<Dataset, 'userStart' | 'events'>, target: Past): Uint32Array {
  return Uint32Array.from(new Set(Array.from(historyOf(dataset, target), (e) => dataset.events.item[e]!)));
}

/** Positions of the newest `length` events of a past, oldest first. @param window of it; null = all of it */
export function newestEvents(
  { events, hasTime }: Pick<Dataset, 'events' | 'hasTime'>,
  past: Uint32Array,
  length: number,
  window: PastWindow | null,
): Uint32Array {
  const positions = window
    ? windowOf(past, window, sessionRule(events, hasTime, window.gapMinutes), events.time)
    : past;
  return positions.subarray(Math.max(0, positions.length - length));
}

/** The newest `length` events before each target. @param window of the past; null = all of it */
export function encodeHistories(
  dataset: Dataset,
  targets: readonly Past[],
  length: number,
  window: PastWindow | null = null,
): Histories {
  const { events, hasTime } = dataset;
  const rows = targets.length;
  const [owners, counts, ageDays] = [
    new Uint32Array(rows * length),
    new Uint32Array(rows),
    new Float32Array(rows * length),
  ];
  targets.forEach((target, row) => {
    const past = historyOf(dataset, target);
    const now = nowOfTarget(dataset, target, past);
    const newest = newestEvents(dataset, past, length, window);
    counts[row] = newest.length;
    newest.forEach((position, i) => {
      const slot = (row + 1) * length - newest.length + i;
      owners[slot] = events.item[position]!;
      if (hasTime) ageDays[slot] = (now - events.time[position]!) / MS_PER_DAY;
    });
  });
  return { rows, length, owners, counts, mask: maskOf(counts, length), ageDays };
}

/**
 * The time a target's ages are counted to: of its moment, or of the newest event where there is none, under 'random'
 * splits and after the user's last event.
 */
export function nowOfTarget({ events, userStart }: Dataset, target: Past, past: Uint32Array): number {
  if (target.time !== undefined) return target.time;
  const asked = userStart[target.user]! + target.history;
  const hasMoment = target.historyEvents === null && asked < userStart[target.user + 1]!;
  return events.time[hasMoment ? asked : (past.at(-1) ?? 0)] ?? 0;
}

/** The same, with the past looked up. */
export const momentOf = (dataset: Dataset, target: Past): number =>
  nowOfTarget(dataset, target, historyOf(dataset, target));

/**
 * Training events that are predicted, one per row. Users are known to who asks: to look them up again would be a load
 * at a random place for each row.
 */
export interface DrawnEvents {
  /** Positions in `split.train`. */
  drawn: Uint32Array;
  /** Whose events they are. */
  users: Uint32Array;
}

/**
 * Makes the histories of training events, masks and ages when they are first asked for; keeps what is the same for all
 * of them.
 */
export interface TrainingHistories {
  /**
   * @param reuse histories of as many rows and this length that nobody reads any more: their arrays are written over
   */
  of(wanted: DrawnEvents, length: number, reuse?: Histories): Histories;
  /** The same for a window of the past. What tells its sessions apart is worked out here, once. */
  window(read: PastRead): (wanted: DrawnEvents, reuse?: Histories) => Histories;
}

export function trainingHistories(dataset: Dataset, { user, item, start }: TrainingPart): TrainingHistories {
  const {
    events,
    split: { train },
    protocol,
    hasTime,
  } = dataset;
  const time = Float64Array.from(train, (e) => events.time[e]!);
  const isPrefix = protocol.split !== 'random';
  const ends = isPrefix ? pastEnds(dataset, { user, start }) : null;

  /** The time a history's ages are counted to. */
  const nowOf = (target: number): number => {
    if (isPrefix) return time[target]!;
    const last = start[user[target]! + 1]! - 1;
    const newest = last === target ? target - 1 : last;
    return newest >= start[user[target]!]! ? time[newest]! : 0;
  };
  const made = (
    wanted: DrawnEvents,
    length: number,
    find: (wanted: DrawnEvents, ranges: Ranges) => void,
    reuse?: Histories,
  ): Histories => {
    const { drawn } = wanted;
    const rows = drawn.length;
    const counts = reuse?.counts ?? new Uint32Array(rows);
    const ranges = reuse?.where?.ranges ?? new Uint32Array(4 * rows);
    find(wanted, ranges);
    prefetch(item, ranges);
    for (let row = 0, at = 0; row < rows; row++, at += 4)
      counts[row] = ranges[at + 1]! - ranges[at]! + ranges[at + 3]! - ranges[at + 2]!;
    let owners: Uint32Array | null = null;
    let mask: Float32Array | null = null;
    let ages: Float32Array | null = null;
    return {
      rows,
      length,
      get owners() {
        return (owners ??= ownersOf(ranges, length, item));
      },
      counts,
      where: { of: item, ranges },
      get mask() {
        return (mask ??= maskOf(counts, length));
      },
      get ageDays() {
        return (ages ??= hasTime
          ? agesOf(ranges, length, time, Float64Array.from(drawn, nowOf))
          : new Float32Array(rows * length));
      },
    };
  };
  return {
    of: (wanted, length, reuse) =>
      made(
        wanted,
        length,
        (rows, ranges) => {
          if (ends) beforeTieGroup(rows, length, start, ends, ranges);
          else allButTarget(rows, length, start, ranges);
        },
        reuse,
      ),
    window(read) {
      const session = events.session && train.map((e) => events.session![e]!);
      const rangesOf = windowRanges(read, {
        user,
        start,
        ends,
        time,
        joins: sessionRule({ time, session }, hasTime, read.window.gapMinutes),
      });
      return (wanted, reuse) => made(wanted, read.length, rangesOf, reuse);
    },
  };
}

/** 1 in the last columns, as many as a row has events. */
export function maskOf(counts: Uint32Array, length: number): Float32Array {
  const mask = new Float32Array(counts.length * length);
  for (let row = 0; row < counts.length; row++) {
    const end = (row + 1) * length;
    mask.fill(1, end - counts[row]!, end);
  }
  return mask;
}

/** [train] of each training event, the first of its tie group: where its history ends. Not of 'random' splits. */
export function pastEnds(
  { events, split: { train } }: Pick<Dataset, 'events' | 'split'>,
  { user, start }: Pick<TrainingPart, 'user' | 'start'>,
): Uint32Array {
  const tieGroup = train.map((e) => events.tieGroup[e]!);
  const ends = new Uint32Array(user.length);
  for (let at = 0; at < user.length; at++)
    ends[at] = at > start[user[at]!]! && tieGroup[at - 1] === tieGroup[at] ? ends[at - 1]! : at;
  return ends;
}

/**
 * The newest `length` training events of each user before the moment of the event drawn: one range, the other stays
 * empty.
 * @param start [users + 1];
 * @param ends [train]
 */
function beforeTieGroup(
  { drawn, users }: DrawnEvents,
  length: number,
  start: Uint32Array,
  ends: Uint32Array,
  ranges: Ranges,
): void {
  for (let row = 0; row < drawn.length; row++) {
    const end = ends[drawn[row]!]!;
    ranges[4 * row + 2] = Math.max(start[users[row]!]!, end - length);
    ranges[4 * row + 3] = end;
  }
}

/** The newest `length` training events of each user but the one drawn. @param start [users + 1] */
function allButTarget({ drawn, users }: DrawnEvents, length: number, start: Uint32Array, ranges: Ranges): void {
  for (let row = 0; row < drawn.length; row++) {
    const target = drawn[row]!;
    const end = start[users[row]! + 1]!;
    const after = Math.min(end - target - 1, length);
    ranges[4 * row] = Math.max(start[users[row]!]!, target - (length - after));
    ranges[4 * row + 1] = target;
    ranges[4 * row + 2] = end - after;
    ranges[4 * row + 3] = end;
  }
}

function ownersOf(ranges: Ranges, length: number, item: Uint32Array): Uint32Array {
  const rows = ranges.length / 4;
  const owners = new Uint32Array(rows * length);
  for (let row = 0; row < rows; row++) {
    const newer = item.subarray(ranges[4 * row + 2], ranges[4 * row + 3]);
    const older = item.subarray(ranges[4 * row], ranges[4 * row + 1]);
    const end = (row + 1) * length;
    owners.set(newer, end - newer.length);
    owners.set(older, end - newer.length - older.length);
  }
  return owners;
}

function agesOf(ranges: Ranges, length: number, time: Float64Array, now: Float64Array): Float32Array {
  const ages = new Float32Array(now.length * length);
  for (let row = 0; row < now.length; row++) {
    let slot = (row + 1) * length - 1;
    for (let at = ranges[4 * row + 3]! - 1; at >= ranges[4 * row + 2]!; at--)
      ages[slot--] = (now[row]! - time[at]!) / MS_PER_DAY;
    for (let at = ranges[4 * row + 1]! - 1; at >= ranges[4 * row]!; at--)
      ages[slot--] = (now[row]! - time[at]!) / MS_PER_DAY;
  }
  return ages;
}
