/**
 * From the rows of a log to the events a data set keeps: repeats, k-core, order, tie groups. The order of the steps is
 * part of the protocol: repeats first, then counting, so that one user's hundred plays of a song are one pair to the
 * k-core.
 */
import type { Events, OutcomeColumn, Outcomes, Protocol } from './dataset';
import { outcomesAt } from './outcomes';
import { DataError } from './table';

/** Parsed rows with their roles resolved, in file order; one entry per row. */
export interface RawEvents {
  /** Index into `userIds`. */
  user: Uint32Array;
  /** Index into `itemIds`. */
  item: Uint32Array;
  /** Milliseconds since the epoch, finite; not read where `hasTime` is false. */
  time: Float64Array;
  /** As in `Events`. */
  session: Uint32Array | null;
  /** Training weight; null = 1 everywhere. */
  weight: Float32Array | null;
  /** None where no column has such a role. */
  outcomes: readonly OutcomeColumn[];
  /** Line in the file (1 = first line). */
  line: Uint32Array;
  userIds: readonly string[];
  itemIds: readonly string[];
  hasTime: boolean;
}

export interface KeptEvents {
  users: string[];
  items: string[];
  /** Sorted by user, time, line. */
  events: Events;
  /** CSR over users: events of user u are [userStart[u], userStart[u + 1]). */
  userStart: Uint32Array;
  /** Row of `RawEvents` each kept event comes from. */
  source: Uint32Array;
}

/**
 * Applies repeats and k-core and sorts. Kept users and items are numbered densely in the order of their raw indices
 * (for a parsed file: the order of first appearance), so the same file gives the same numbers under every protocol
 * step.
 *
 * - `repeats: 'first'` keeps the earliest event (time, then line) of each user/item pair, and of the pair's other rows
 *   the outcomes.
 * - The k-core counts pairs, also under `repeats: 'all'`, and is repeated to its fixed point. It sees the events that
 *   are held
 *   out later: a choice of data, which the protocol states.
 * - Events of a user at the same time are of one tie group; under `ties: 'file'` every event is of one of its own, in
 *   the order of lines.
 * - Without times the line stands for the time.
 *
 * @throws DataError `one-user`, `one-item`, `too-few-events` (nothing survives the k-core)
 */
export function filterEvents(raw: RawEvents, protocol: Protocol): KeptEvents {
  const time = raw.hasTime ? raw.time : Float64Array.from(raw.line);
  refuseSingle(raw);
  const order = sortByUserTimeLine(raw, time);
  const first = firstOfPairs(raw, order);
  const { keepUser, keepItem } = core(raw, order, first, protocol);

  const userIndex = denseIndex(keepUser);
  const itemIndex = denseIndex(keepItem);
  const rows = order.filter((row) => keepUser[raw.user[row]!] === 1 && keepItem[raw.item[row]!] === 1);
  const isEvent = (row: number): boolean => protocol.repeats === 'all' || first[row] === 1;
  const source = rows.filter(isEvent);
  if (source.length === 0) {
    throw new DataError({
      code: 'too-few-events',
      file: 'log',
      values: { events: raw.user.length, minItemEvents: protocol.minItemEvents, minUserEvents: protocol.minUserEvents },
    });
  }

  const users = raw.userIds.filter((_, u) => keepUser[u] === 1);
  const items = raw.itemIds.filter((_, i) => keepItem[i] === 1);
  const events: Events = {
    user: source.map((row) => userIndex[raw.user[row]!]!),
    item: source.map((row) => itemIndex[raw.item[row]!]!),
    time: Float64Array.from(source, (row) => time[row]!),
    tieGroup: new Uint32Array(source.length),
    session: raw.session && source.map((row) => raw.session![row]!),
    weight: raw.weight === null ? null : Float32Array.from(source, (row) => raw.weight![row]!),
    outcomes: raw.outcomes.length === 0 ? null : byEvent(raw, time, rows, isEvent),
    line: source.map((row) => raw.line[row]!),
  };
  numberTieGroups(events, protocol.ties);
  return { users, items, events, userStart: rowStarts(events.user, users.length), source };
}

/** CSR offsets of row indices: entries of row r are [starts[r], starts[r + 1]). */
export function rowStarts(rows: Uint32Array, count: number): Uint32Array {
  const starts = new Uint32Array(count + 1);
  for (const row of rows) starts[row + 1]!++;
  for (let r = 0; r < count; r++) starts[r + 1]! += starts[r]!;
  return starts;
}

function refuseSingle(raw: RawEvents): void {
  const rows = raw.user.length;
  const single = (of: Uint32Array): boolean => rows > 0 && of.every((x) => x === of[0]);
  if (single(raw.user))
    throw new DataError({ code: 'one-user', file: 'log', values: { id: raw.userIds[raw.user[0]!]!, events: rows } });
  if (single(raw.item))
    throw new DataError({ code: 'one-item', file: 'log', values: { id: raw.itemIds[raw.item[0]!]!, events: rows } });
}

/**
 * Row numbers by user, time, line, row: the last two make the order of equal times a property of the file, not of the
 * sort.
 */
export function sortByUserTimeLine(raw: RawEvents, time: Float64Array): Uint32Array {
  const rows = raw.user.length;
  const starts = rowStarts(raw.user, raw.userIds.length);
  const next = starts.slice();
  const order = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) order[next[raw.user[row]!]!++] = row;
  for (let u = 0; u < raw.userIds.length; u++) {
    order
      .subarray(starts[u], starts[u + 1])
      .sort((a, b) => time[a]! - time[b]! || raw.line[a]! - raw.line[b]! || a - b);
  }
  return order;
}

/** [rows] 1 where the user/item pair occurs for the first time. */
function firstOfPairs(raw: RawEvents, order: Uint32Array): Uint8Array {
  const first = new Uint8Array(order.length);
  // Rows come grouped by user, so one mark per item is enough: the last user (plus one) who had it.
  const lastUser = new Uint32Array(raw.itemIds.length);
  order.forEach((row) => {
    const user = raw.user[row]!;
    const item = raw.item[row]!;
    if (lastUser[item] !== user + 1) first[row] = 1;
    lastUser[item] = user + 1;
  });
  return first;
}

function core(
  raw: RawEvents,
  order: Uint32Array,
  first: Uint8Array,
  protocol: Protocol,
): { keepUser: Uint8Array; keepItem: Uint8Array } {
  const keepUser = new Uint8Array(raw.userIds.length).fill(1);
  const keepItem = new Uint8Array(raw.itemIds.length).fill(1);
  let pairs = order.filter((row) => first[row] === 1);
  for (;;) {
    const userPairs = new Uint32Array(keepUser.length);
    const itemPairs = new Uint32Array(keepItem.length);
    for (const row of pairs) {
      userPairs[raw.user[row]!]!++;
      itemPairs[raw.item[row]!]!++;
    }
    // At least one: users and items without any event are not part of the data set.
    keepUser.forEach((_, u) => {
      keepUser[u] = userPairs[u]! >= Math.max(1, protocol.minUserEvents) ? 1 : 0;
    });
    keepItem.forEach((_, i) => {
      keepItem[i] = itemPairs[i]! >= Math.max(1, protocol.minItemEvents) ? 1 : 0;
    });
    const kept = pairs.filter((row) => keepUser[raw.user[row]!] === 1 && keepItem[raw.item[row]!] === 1);
    if (kept.length === pairs.length) return { keepUser, keepItem };
    pairs = kept;
  }
}

function denseIndex(keep: Uint8Array): Uint32Array {
  let next = 0;
  return Uint32Array.from(keep, (kept) => (kept === 1 ? next++ : 0));
}

/** Outcomes of rows by the event of their pair. @param rows of the kept pairs, by user, time, line */
function byEvent(raw: RawEvents, time: Float64Array, rows: Uint32Array, isEvent: (row: number) => boolean): Outcomes {
  // Rows come grouped by user, an event before the other rows of its pair: the newest event on an item is the one they
  // belong to.
  const newest = new Uint32Array(raw.itemIds.length);
  let events = 0;
  const eventOf = rows.map((row) => {
    if (isEvent(row)) newest[raw.item[row]!] = events++;
    return newest[raw.item[row]!]!;
  });
  const start = rowStarts(eventOf, events);
  const next = start.slice();
  const sorted = new Uint32Array(rows.length);
  rows.forEach((row, at) => {
    sorted[next[eventOf[at]!]!++] = row;
  });
  return {
    start,
    time: Float64Array.from(sorted, (row) => time[row]!),
    line: sorted.map((row) => raw.line[row]!),
    columns: outcomesAt(raw.outcomes, sorted),
  };
}

function numberTieGroups(events: Events, ties: Protocol['ties']): void {
  const { user, time, tieGroup } = events;
  for (let e = 1; e < user.length; e++) {
    if (user[e] !== user[e - 1]) tieGroup[e] = 0;
    else tieGroup[e] = ties === 'strict' && time[e] === time[e - 1] ? tieGroup[e - 1]! : tieGroup[e - 1]! + 1;
  }
}
