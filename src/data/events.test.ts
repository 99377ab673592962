import { describe, expect, it } from 'vitest';
import { filterEvents, type KeptEvents } from './events';
import { createRandom } from './random';
import { DataError } from './table';
import { protocolOf, randomRows, rawEvents, type Row } from './testing';

/** Kept events in their order, readable: user item time #line. */
const lines = ({ users, items, events }: KeptEvents): string[] =>
  Array.from(events.user, (u, e) => `${users[u]} ${items[events.item[e]!]} ${events.time[e]} #${events.line[e]}`);

describe('filterEvents', () => {
  it('sorts by user in order of appearance, then time, then line', () => {
    const kept = filterEvents(
      rawEvents([
        ['b', 'x', 3],
        ['a', 'x', 2],
        ['b', 'y', 1],
        ['a', 'y', 2],
        ['a', 'z', 1],
      ]),
      protocolOf(),
    );
    expect(lines(kept)).toEqual(['b y 1 #4', 'b x 3 #2', 'a z 1 #6', 'a x 2 #3', 'a y 2 #5']);
    expect([...kept.userStart]).toEqual([0, 2, 5]);
    expect([...kept.source]).toEqual([2, 0, 4, 1, 3]);
  });

  it('keeps the event of a pair that is earliest in time, and of equal times the one on the earlier line', () => {
    const rows: Row[] = [
      ['a', 'x', 9],
      ['a', 'x', 2],
      ['a', 'x', 2],
      ['b', 'x', 1],
      ['a', 'y', 5],
    ];
    expect(lines(filterEvents(rawEvents(rows), protocolOf()))).toEqual(['a x 2 #3', 'a y 5 #6', 'b x 1 #5']);
    expect(lines(filterEvents(rawEvents(rows), protocolOf({ repeats: 'all' })))).toHaveLength(5);
  });

  it('repeats the k-core until nothing changes: here one rare item takes a user, who takes the next item', () => {
    const rows: Row[] = [
      ['a', 'x', 1],
      ['a', 'y', 2],
      ['b', 'x', 1],
      ['b', 'y', 2],
      ['c', 'x', 1],
      ['c', 'y', 2],
      ['d', 'x', 1],
      ['d', 'w', 2],
      ['e', 'w', 1],
      ['e', 'rare', 2],
    ];
    const kept = filterEvents(rawEvents(rows), protocolOf({ minItemEvents: 2, minUserEvents: 2 }));
    expect(kept.users).toEqual(['a', 'b', 'c']);
    expect(kept.items).toEqual(['x', 'y']);
  });

  it('counts pairs, not events, where repeats are kept', () => {
    const rows: Row[] = [
      ['a', 'x', 1],
      ['a', 'x', 2],
      ['a', 'x', 3],
      ['b', 'y', 1],
      ['b', 'z', 2],
      ['c', 'y', 1],
      ['c', 'z', 2],
    ];
    const kept = filterEvents(rawEvents(rows), protocolOf({ repeats: 'all', minItemEvents: 2 }));
    expect(kept.users).toEqual(['b', 'c']);
  });

  it('gives events of a user at the same time one tie group, and each its own under ties: file', () => {
    const rows: Row[] = [
      ['a', 'x', 1],
      ['a', 'y', 1],
      ['a', 'z', 2],
      ['b', 'x', 2],
      ['b', 'y', 2],
    ];
    expect([...filterEvents(rawEvents(rows), protocolOf()).events.tieGroup]).toEqual([0, 0, 1, 0, 0]);
    expect([...filterEvents(rawEvents(rows), protocolOf({ ties: 'file' })).events.tieGroup]).toEqual([0, 1, 2, 0, 1]);
  });

  it('takes the line for the time where the log has none', () => {
    const kept = filterEvents(
      rawEvents([
        ['a', 'x', null],
        ['b', 'x', null],
        ['a', 'y', null],
      ]),
      protocolOf(),
    );
    expect([...kept.events.time]).toEqual([2, 4, 3]);
    expect([...kept.events.tieGroup]).toEqual([0, 1, 0]);
  });

  it('carries the weights of the rows it keeps', () => {
    const raw = {
      ...rawEvents([
        ['a', 'x', 5],
        ['a', 'x', 1],
        ['b', 'y', 2],
      ]),
      weight: Float32Array.of(0.25, 2, 3),
    };
    expect([...filterEvents(raw, protocolOf()).events.weight!]).toEqual([2, 3]);
  });

  it('says which rule left nothing, and refuses a log of one user or one item', () => {
    const failure = (rows: Row[], changes = {}): unknown => {
      try {
        return filterEvents(rawEvents(rows), protocolOf(changes));
      } catch (error) {
        return error instanceof DataError ? error.problem : error;
      }
    };
    expect(
      failure(
        [
          ['a', 'x', 1],
          ['b', 'y', 2],
        ],
        { minItemEvents: 5 },
      ),
    ).toEqual({ code: 'too-few-events', file: 'log', values: { events: 2, minItemEvents: 5, minUserEvents: 1 } });
    expect(
      failure([
        ['a', 'x', 1],
        ['a', 'y', 2],
      ]),
    ).toEqual({ code: 'one-user', file: 'log', values: { id: 'a', events: 2 } });
    expect(
      failure([
        ['a', 'x', 1],
        ['b', 'x', 2],
      ]),
    ).toEqual({ code: 'one-item', file: 'log', values: { id: 'x', events: 2 } });
  });

  it('agrees with a plain implementation on random logs under every rule', () => {
    for (let seed = 0; seed < 40; seed++) {
      const rows = randomRows(seed);
      const changes = {
        repeats: seed % 2 === 0 ? 'first' : 'all',
        minItemEvents: 1 + (seed % 5),
        minUserEvents: 1 + (seed % 4),
      } as const;
      expect(lines(filterEvents(rawEvents(rows), protocolOf(changes)))).toEqual(plainFilter(rows, changes));
    }
  });

  it('does not depend on the order of rows but through their lines', () => {
    const rows = randomRows(3, { days: 1000 });
    const raw = rawEvents(rows);
    const order = createRandom(1).shuffle(Uint32Array.from(rows.keys()));
    const shuffled = {
      ...raw,
      user: order.map((r) => raw.user[r]!),
      item: order.map((r) => raw.item[r]!),
      time: Float64Array.from(order, (r) => raw.time[r]!),
      line: order.map((r) => raw.line[r]!),
    };
    expect(lines(filterEvents(shuffled, protocolOf()))).toEqual(lines(filterEvents(raw, protocolOf())));
  });
});

function plainFilter(
  rows: readonly Row[],
  { repeats, minItemEvents, minUserEvents }: { repeats: 'first' | 'all'; minItemEvents: number; minUserEvents: number },
): string[] {
  const all = rows.map(([user, item, time], i) => ({ user, item, time: time ?? 0, line: i + 2 }));
  const users = [...new Set(all.map((e) => e.user))];
  all.sort((a, b) => users.indexOf(a.user) - users.indexOf(b.user) || a.time - b.time || a.line - b.line);
  const unique = all.filter((e, at) => all.findIndex((f) => f.user === e.user && f.item === e.item) === at);
  let pairs = unique;
  for (;;) {
    const before: typeof pairs = pairs;
    pairs = before.filter(
      (e) =>
        before.filter((f) => f.item === e.item).length >= minItemEvents &&
        before.filter((f) => f.user === e.user).length >= minUserEvents,
    );
    if (pairs.length === before.length) break;
  }
  const kept = (repeats === 'first' ? unique : all).filter((e) =>
    pairs.some((f) => f.user === e.user && f.item === e.item),
  );
  return kept.map((e) => `${e.user} ${e.item} ${e.time} #${e.line}`);
}
