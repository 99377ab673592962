/**
 * Sessions: what a user does in one sitting. Consecutive events belong to one session while the log's session column
 * says the same of both (role `session`; an event without a session id stands alone) or, in a log without that column,
 * while less than `gapMinutes` lie between them (SDM, CIKM 2019). Only neighbours are compared: events of two sessions
 * that alternate in time are sessions of one event each.
 */
import type { Dataset, Events } from './dataset';

export const MS_PER_MINUTE = 60_000;
export const MS_PER_DAY = 86_400_000;

/** In place of a session id where the cell is empty. */
export const NO_SESSION = 0xffffffff;

/**
 * Which part of a user's past is read.
 *
 * The last session is that of the newest event of the past, whether or not the event asked for goes on with it: nothing
 * of that event decides, neither its time nor its session id, so that training, evaluation and serving, where it has
 * not happened yet, see the same. Where it opens a new session, the last one is the whole session before it: SDM's S^u,
 * the most recent session known. It is empty only where the whole past is.
 *
 * Earlier are the sessions before that one, as far as their events lie within `days` days before its first event (0 =
 * without limit): who comes back after a month has not lost the long term by it.
 *
 * Under 'random' splits the past is the user's training part without the event asked for, and its sessions are told
 * apart without that event: two of its neighbours may be further apart than each of them is from it.
 */
export type PastWindow =
  | { sessions: 'last'; gapMinutes: number }
  | { sessions: 'earlier'; gapMinutes: number; days: number };

/** A window of the past and how many of its newest events are wanted. */
export interface PastRead {
  window: PastWindow;
  length: number;
}

export const sameWindow = (a: PastWindow, b: PastWindow): boolean =>
  a.sessions === b.sessions &&
  a.gapMinutes === b.gapMinutes &&
  (a.sessions === 'earlier' ? a.days : 0) === (b.sessions === 'earlier' ? b.days : 0);

/**
 * Whether two neighbouring events of a user, the older one first, belong to one session. Arguments are positions in the
 * columns.
 */
export type JoinsSession = (older: number, newer: number) => boolean;

/** @throws Error where there is neither time nor a session column: validation keeps graphs from asking */
export function sessionRule(
  { time, session }: Pick<Events, 'time' | 'session'>,
  hasTime: boolean,
  gapMinutes: number,
): JoinsSession {
  if (session !== null) return (older, newer) => session[older] === session[newer] && session[older] !== NO_SESSION;
  if (!hasTime) throw new Error('sessions were asked for in a log that has neither time nor a session column');
  const gap = gapMinutes * MS_PER_MINUTE;
  return (older, newer) => time[newer]! - time[older]! < gap;
}

/**
 * [events] position of the first event of the same user and session; an event without a session id is its own. It tells
 * who is together, the only thing that is ever asked of a session, and so is the same whatever the sessions are called,
 * in whichever order, and whether or not users share their names.
 */
export function firstOfSession(user: Uint32Array, session: Uint32Array): Uint32Array {
  const firstOf = new Map<number, number>();
  return session.map((id, e) => {
    if (user[e] !== user[e - 1]) firstOf.clear();
    if (id === NO_SESSION) return e;
    const first = firstOf.get(id) ?? e;
    firstOf.set(id, first);
    return first;
  });
}

/** @param positions of a past, oldest first */
export function windowOf(
  positions: Uint32Array,
  window: PastWindow,
  joins: JoinsSession,
  time: Float64Array,
): Uint32Array {
  let last = Math.max(0, positions.length - 1);
  while (last > 0 && joins(positions[last - 1]!, positions[last]!)) last--;
  if (window.sessions === 'last') return positions.subarray(last);
  let first = 0;
  if (window.days > 0)
    for (first = last; first > 0 && time[positions[last]!]! - time[positions[first - 1]!]! <= window.days * MS_PER_DAY;)
      first--;
  return positions.subarray(first, last);
}

/**
 * What is known of the sessions of a log without its events: of the users with two events or more, how many have only
 * one session, and how many a last one of one event.
 */
export interface SessionFacts {
  /** Share of those whose events are all of one session of the column; null where there is no such column. */
  single: number | null;
  /** Share of those whose last event stands alone in its session of the column; null where there is none. */
  lone: number | null;
  /**
   * Without a column: minutes between the neighbouring events that lie furthest apart, by [100] equal shares of those
   * users, ascending; empty with one.
   */
  longestGaps: readonly number[];
  /** Likewise minutes between their last two events. */
  lastGaps: readonly number[];
}

/** Looks at every event once. Null where the log has neither time nor a session column, or no user with two events. */
export function sessionFacts({
  events,
  userStart,
  hasTime,
}: Pick<Dataset, 'events' | 'userStart' | 'hasTime'>): SessionFacts | null {
  if (events.session === null && !hasTime) return null;
  const joins = sessionRule(events, hasTime, 0);
  const [longest, last]: [number[], number[]] = [[], []];
  let [single, lone] = [0, 0];
  for (let user = 0; user + 1 < userStart.length; user++) {
    const [begin, end] = [userStart[user]!, userStart[user + 1]!];
    if (end - begin < 2) continue;
    let gap = 0;
    let whole = true;
    for (let e = begin + 1; e < end; e++) {
      gap = Math.max(gap, events.time[e]! - events.time[e - 1]!);
      whole &&= joins(e - 1, e);
    }
    if (whole) single++;
    if (!joins(end - 2, end - 1)) lone++;
    longest.push(gap / MS_PER_MINUTE);
    last.push((events.time[end - 1]! - events.time[end - 2]!) / MS_PER_MINUTE);
  }
  const users = longest.length;
  if (users === 0) return null;
  if (events.session !== null) return { single: single / users, lone: lone / users, longestGaps: [], lastGaps: [] };
  return { single: null, lone: null, longestGaps: percentilesOf(longest), lastGaps: percentilesOf(last) };
}

function percentilesOf(values: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  return Array.from({ length: 100 }, (_, percent) => sorted[Math.floor(((percent + 0.5) / 100) * sorted.length)]!);
}

const shareOf = (gaps: readonly number[], counts: (gap: number) => boolean): number =>
  gaps.filter(counts).length / gaps.length;

/**
 * Of the users with two events or more, those whose events are all of one session; to the percent where a gap of time
 * decides.
 */
export const singleSessionShare = ({ single, longestGaps }: SessionFacts, gapMinutes: number): number =>
  single ?? shareOf(longestGaps, (gap) => gap < gapMinutes);

/**
 * Of the users with two events or more, those whose last session is one event; to the percent where a gap of time
 * decides.
 */
export const loneEventShare = ({ lone, lastGaps }: SessionFacts, gapMinutes: number): number =>
  lone ?? shareOf(lastGaps, (gap) => gap >= gapMinutes);
