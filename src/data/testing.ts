/** Small logs for tests: written by hand as rows, or drawn at random with everything that makes real logs awkward. */
import { DEFAULT_PROTOCOL, type Dataset, type Protocol } from './dataset';
import { filterEvents, type RawEvents } from './events';
import { createRandom } from './random';
import { NO_SESSION } from './sessions';
import { splitEvents } from './split';

/**
 * One row of a log: user, item, time (null = the log has none), session ('' = none; without it the log has no such
 * column).
 */
export type Row = readonly [user: string, item: string, time: number | null, session?: string];

/** Lines start at 2, as in a file with a header; ids are numbered by first appearance. */
export function rawEvents(rows: readonly Row[]): RawEvents {
  const userIds = [...new Set(rows.map(([user]) => user))];
  const itemIds = [...new Set(rows.map(([, item]) => item))];
  return {
    user: Uint32Array.from(rows, ([user]) => userIds.indexOf(user)),
    item: Uint32Array.from(rows, ([, item]) => itemIds.indexOf(item)),
    time: Float64Array.from(rows, ([, , time]) => time ?? Number.NaN),
    session: sessionsOf(rows),
    weight: null,
    outcomes: [],
    line: Uint32Array.from(rows, (_, i) => i + 2),
    userIds,
    itemIds,
    hasTime: rows.every(([, , time]) => time !== null),
  };
}

function sessionsOf(rows: readonly Row[]): Uint32Array | null {
  const ids = [...new Set(rows.map(([, , , session]) => session))];
  return ids.every((id) => id === undefined)
    ? null
    : Uint32Array.from(rows, ([, , , session]) => (session ? ids.indexOf(session) : NO_SESSION));
}

/** Everything is kept unless the protocol says otherwise. */
export const protocolOf = (changes: Partial<Protocol> = {}): Protocol => ({
  ...DEFAULT_PROTOCOL,
  minItemEvents: 1,
  minUserEvents: 1,
  ...changes,
});

/** A data set without fields. */
export function datasetOf(rows: readonly Row[], changes: Partial<Protocol> = {}, seed = 7): Dataset {
  const raw = rawEvents(rows);
  const protocol = protocolOf(changes);
  const { users, items, events, userStart } = filterEvents(raw, protocol);
  const split = splitEvents({ users, items, events, userStart, hasTime: raw.hasTime }, protocol, seed);
  return {
    name: 'test',
    users,
    items,
    itemTitles: items,
    itemNotes: items.map(() => ''),
    userTitles: users,
    events,
    userStart,
    shown: null,
    fields: [],
    hasTime: raw.hasTime,
    split,
    protocol,
    fingerprint: '',
  };
}

/**
 * Skewed items, users of very different length, repeated pairs, and several events at one time; rows in no order.
 * @param days times are whole days in [0, days), so ties are common where there are few
 */
export function randomRows(seed: number, { users = 12, items = 15, rows = 160, days = 30 } = {}): Row[] {
  const random = createRandom(seed, 'rows');
  const skewed = (n: number): number => Math.floor(n * random.uniform() ** 2);
  return Array.from(
    { length: rows },
    () => [`u${skewed(users)}`, `i${skewed(items)}`, random.below(days) * 86_400_000] as const,
  );
}
