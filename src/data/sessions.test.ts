import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createBatches, type Batch } from './batches';
import type { Dataset, Past } from './dataset';
import { encodeHistories, type Histories } from './history';
import { createRandom } from './random';
import { loneEventShare, sameWindow, sessionFacts, singleSessionShare, type PastWindow } from './sessions';
import { datasetOf, randomRows, type Row } from './testing';

const MINUTE = 60_000;
const DAY = 86_400_000;
const SPLITS = ['leave-last-out', 'time', 'random'] as const;

const last = (gapMinutes = 30): PastWindow => ({ sessions: 'last', gapMinutes });
const earlier = (days = 0, gapMinutes = 30): PastWindow => ({ sessions: 'earlier', gapMinutes, days });

/** Items of one row, oldest first, '-' where there is no event. */
const listed = ({ items }: Dataset, { length, owners, mask }: Histories, row: number): string =>
  Array.from({ length }, (_, t) => (mask[row * length + t] === 1 ? items[owners[row * length + t]!] : '-')).join(' ');

const inSession = (id: string | undefined): [] | [session: string] => (id === undefined ? [] : [id]);

/**
 * What is read of the past of an event of user a that is asked for in the test part.
 * @param minutes of the events of user a: p, q, r, …
 */
function asked(
  minutes: readonly number[],
  window: PastWindow,
  length = 4,
  sessions?: readonly string[],
  ties: 'strict' | 'file' = 'strict',
): string {
  const rows = minutes.map((minute, i): Row => ['a', 'pqrstuvw'[i]!, minute * MINUTE, ...inSession(sessions?.[i])]);
  const others = ['p', 'q', 'r'].map((item, i): Row => ['b', item, i * MINUTE, ...inSession(sessions && 'of b')]);
  const dataset = datasetOf([...rows, ...others], { ties });
  const at = dataset.split.test.findIndex(({ user }) => dataset.users[user] === 'a');
  return listed(dataset, encodeHistories(dataset, dataset.split.test, length, window), at);
}

describe('the last session and those before it', () => {
  it('are told apart by the gap: less is one session, as much is another', () => {
    expect(asked([0, 10, 40, 69.9, 70], last())).toBe('- - r s');
    expect(asked([0, 10, 40, 69.9, 70], earlier())).toBe('- - p q');
    expect(asked([0, 10, 40, 69.9, 70], last(31))).toBe('p q r s');
    expect(asked([0, 10, 40, 69.9, 70], earlier(0, 31))).toBe('- - - -');
    expect(asked([0, 10, 40, 69.9, 70], last(10))).toBe('- - - s');
  });

  it('are those before the event asked for, also where it opens a session of its own', () => {
    expect(asked([0, 1, 500, 501, 502], last())).toBe('- - r s');
    expect(asked([0, 1, 500, 501, 9000], last())).toBe('- - r s');
    expect(asked([0, 1, 500, 501, 9000], earlier())).toBe('- - p q');
    expect(asked([0, 1, 500, 501, 9000], last(), 4, ['1', '1', '2', '2', '3'])).toBe('- - r s');
  });

  it('end before the moment asked for: events at its time are not seen, whichever session they belong to', () => {
    expect(asked([0, 100, 101, 102, 102], last())).toBe('- - q r');
    expect(asked([0, 100, 101, 102, 102], last(), 4, ['1', '2', '2', '2', '2'])).toBe('- - q r');
    expect(asked([0, 100, 101, 102, 102], last(), 4, undefined, 'file')).toBe('- q r s');
    // Two events at one moment have no gap between them.
    expect(asked([0, 100, 100, 200], last(1))).toBe('- - q r');
  });

  it('follow the column where there is one, whatever the times say; an empty cell is a session of its own', () => {
    expect(asked([0, 1, 2, 3, 4], last(), 4, ['1', '1', '2', '2', '2'])).toBe('- - r s');
    expect(asked([0, 900, 1800, 2700, 9000], last(), 4, ['1', '1', '1', '1', '2'])).toBe('p q r s');
    expect(asked([0, 1, 2, 3, 4], last(), 4, ['1', '1', '', '', '2'])).toBe('- - - s');
    expect(asked([0, 1, 2, 3, 4], earlier(), 4, ['1', '1', '', '', '2'])).toBe('- p q r');
    // Neighbours only: a session that was interrupted is two.
    expect(asked([0, 1, 2, 3, 4], last(), 4, ['1', '2', '1', '2', '1'])).toBe('- - - s');
  });

  it('leave the long part empty where there is one session, and both where there is no past', () => {
    expect(asked([0, 1, 2, 3], earlier())).toBe('- - - -');
    const dataset = datasetOf([...'pqr'].map((item, i): Row => ['a', item, i]).concat([['b', 'p', 0]]));
    for (const window of [last(), earlier()]) {
      const { counts, mask } = encodeHistories(dataset, [{ user: 0, history: 0, historyEvents: null }], 2, window);
      expect([...counts, ...mask]).toEqual([0, 0, 0]);
    }
  });

  it('keep the newest events where there are more than asked for', () => {
    expect(asked([0, 1, 2, 100, 101, 102, 103], last(), 2)).toBe('t u');
    expect(asked([0, 1, 2, 100, 101, 102, 103], earlier(), 2)).toBe('q r');
  });

  it('reach as many days back from the beginning of the last session as they are told, the last day included, however long ago that was', () => {
    const day = 24 * 60;
    const minutes = [0, 1 * day, 1.5 * day, 3 * day, 3 * day + 20, 80 * day];
    expect(asked(minutes, earlier(2))).toBe('- - q r');
    expect(asked(minutes, earlier(1))).toBe('- - - -');
    expect(asked(minutes, earlier(3))).toBe('- p q r');
    expect(asked(minutes, earlier(0))).toBe('- p q r');
    expect(asked(minutes, last())).toBe('- - s t');
  });

  it('count ages to the moment asked for, and to the newest event of a user who is asked nothing', () => {
    const dataset = datasetOf([
      ['a', 'p', 0],
      ['a', 'q', 2 * DAY],
      ['a', 'r', 2 * DAY + MINUTE],
      ['a', 's', 3 * DAY],
      ['b', 'p', 50 * DAY],
      ['b', 'q', 51 * DAY],
      ['b', 'r', 52 * DAY],
    ]);
    const test = dataset.split.test.slice(0, 1);
    expect([...encodeHistories(dataset, test, 2, last()).ageDays]).toEqual([1, 1 - MINUTE / DAY].map(Math.fround));
    expect([...encodeHistories(dataset, test, 2, earlier()).ageDays]).toEqual([0, 3]);
    // The whole log of user a: the next event in it is another user's.
    const whole: Past = { user: 0, history: 4, historyEvents: null };
    expect([...encodeHistories(dataset, [whole], 4).ageDays]).toEqual([3, 1, 1 - MINUTE / DAY, 0].map(Math.fround));
    expect([...encodeHistories(dataset, [whole], 4, earlier(1)).mask]).toEqual([0, 0, 1, 1]);
  });
});

/**
 * Bursts of events some minutes apart, many at one moment, in days far from each other.
 * @param column 0 = none, else the share of events with a session
 */
function burstyRows(seed: number, column: number): Row[] {
  const random = createRandom(seed, 'bursts');
  return randomRows(seed, { users: 8, rows: 140, days: 5 }).map(([user, item, time]): Row => {
    const when = time! + random.below(60) * MINUTE;
    return column === 0
      ? [user, item, when]
      : [user, item, when, random.uniform() < column ? `${user} ${Math.floor(when / (20 * MINUTE))}` : ''];
  });
}

/** Events of a past that a window holds, read off the definition: every event is in the session of its neighbours. */
function search({ events }: Dataset, past: readonly number[], window: PastWindow): number[] {
  const sessions: number[][] = [];
  for (const [i, e] of past.entries()) {
    const before = past[i - 1];
    const joins =
      before !== undefined &&
      (events.session
        ? events.session[e] === events.session[before] && events.session[e] !== 0xffffffff
        : events.time[e]! - events.time[before]! < window.gapMinutes * MINUTE);
    if (joins) sessions.at(-1)!.push(e);
    else sessions.push([e]);
  }
  if (window.sessions === 'last') return sessions.at(-1) ?? [];
  const begin = events.time[sessions.at(-1)?.[0] ?? 0]!;
  return sessions
    .slice(0, -1)
    .flat()
    .filter((e) => window.days === 0 || begin - events.time[e]! <= window.days * DAY);
}

describe.each(SPLITS)('%s: windows of training events', (split) => {
  const windows = [last(10), last(45), earlier(0, 10), earlier(2, 10), earlier(1, 45)];

  it.each([
    ['by gap', 0],
    ['by column', 1],
    ['by a column with holes', 0.7],
  ])('%s agree with a plain search and with what evaluation reads', (_, column) => {
    let several = 0;
    for (let seed = 0; seed < 6; seed++) {
      const length = 1 + seed;
      const dataset = datasetOf(burstyRows(seed, column), { split, repeats: seed % 2 === 0 ? 'first' : 'all' });
      const {
        events,
        split: { train },
        userStart,
      } = dataset;
      const reads = windows.map((window) => ({ window, length }));
      const batches = createBatches(dataset, { batch: 32, historyLength: 0, windows: reads, seed });
      for (let step = 0; step < batches.stepsPerEpoch; step++) {
        const { windows: read, events: asked, real, users } = batches.at(step);
        for (let row = 0; row < real; row++) {
          const target = asked[row]!;
          const past = Array.from(train).filter(
            (e) =>
              events.user[e] === users[row] &&
              (split === 'random' ? e !== target : events.time[e]! < events.time[target]!),
          );
          const now = split === 'random' ? events.time[past.at(-1) ?? 0]! : events.time[target]!;
          const question: Past = {
            user: users[row]!,
            history: past.length,
            historyEvents: split === 'random' ? Uint32Array.from(past) : null,
          };
          // A prefix: the first event of the moment asked for is what follows it.
          if (split !== 'random') expect(events.time[userStart[users[row]!]! + past.length]).toBe(events.time[target]);
          for (const [w, window] of windows.entries()) {
            const found = search(dataset, past, window);
            if (window.sessions === 'last' && found.length > 1 && found.length < past.length) several++;
            const { owners, mask, ageDays } = read[w]!;
            const of = <A extends Uint32Array | Float32Array>(all: A): number[] => [
              ...all.subarray(row * length, (row + 1) * length),
            ];
            const newest = found.slice(-length);
            const padding = Array<number>(length - newest.length).fill(0);
            const expected = [
              (e: number) => events.item[e]!,
              () => 1,
              (e: number) => Math.fround((now - events.time[e]!) / DAY),
            ].map((value) => [...padding, ...newest.map(value)]);
            expect([of(owners), of(mask), of(ageDays)]).toEqual(expected);
            const served = encodeHistories(dataset, [question], length, window);
            expect([[...served.owners], [...served.mask], [...served.ageDays]]).toEqual(expected);
          }
        }
      }
    }
    expect(several).toBeGreaterThan(100);
  });

  it('are written over a batch that is given back', () => {
    const dataset = datasetOf(burstyRows(1, 0), { split });
    const options = { batch: 16, historyLength: 3, windows: windows.map((window) => ({ window, length: 4 })), seed: 2 };
    const batches = createBatches(dataset, options);
    let used: Batch | undefined;
    for (let step = 0; step < 2 * batches.stepsPerEpoch; step++) {
      const before: Batch | undefined = used;
      used = batches.at(step, used);
      expect(used).toEqual(createBatches(dataset, options).at(step));
      if (before)
        expect(used.windows.every(({ where }, i) => where!.ranges === before.windows[i]!.where!.ranges)).toBe(true);
    }
  });
});

it('a batch that was given back can go, whatever the next ones were made over', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const batches = createBatches(datasetOf(burstyRows(1, 0)), {
    batch: 16,
    historyLength: 3,
    windows: [{ window: last(), length: 4 }],
    pastUsersLength: 3,
    seed: 2,
  });
  const chain = (): { first: WeakRef<Batch>; now: Batch } => {
    let now = batches.at(0);
    const first = new WeakRef(now);
    for (let step = 1; step < 5; step++) {
      now = batches.at(step, now);
      expect(now.history.ageDays).toHaveLength(16 * 3);
      expect(now.events).toHaveLength(16);
    }
    return { first, now };
  };
  const { first, now } = chain();
  // What a weak reference was made of stays until the turn is over.
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  expect(first.deref()).toBeUndefined();
  expect(now.step).toBe(4);
});

describe('windows that nobody asks for', () => {
  it('are not made, and leave the rest of a batch as it is', () => {
    const dataset = datasetOf(burstyRows(3, 0));
    const [plain, asked] = [{}, { windows: [{ window: last(), length: 2 }] }].map((more) =>
      createBatches(dataset, { batch: 16, historyLength: 3, seed: 1, ...more }).at(0),
    );
    expect(plain!.windows).toEqual([]);
    expect({ ...asked, windows: [] }).toEqual({ ...plain });
  });

  it('have a length of at least 0, and sessions in the log', () => {
    const dataset = datasetOf(burstyRows(3, 0));
    expect(() =>
      createBatches(dataset, { batch: 4, historyLength: 1, windows: [{ window: last(), length: -1 }], seed: 1 }),
    ).toThrow('windows[0].length is -1');
    const timeless = datasetOf(
      burstyRows(3, 0).map(([user, item]): Row => [user, item, null]),
      { split: 'random' },
    );
    expect(() =>
      createBatches(timeless, { batch: 4, historyLength: 1, windows: [{ window: last(), length: 1 }], seed: 1 }),
    ).toThrow('neither time nor a session column');
  });

  it('of a log without time come from its column, in the order of its lines', () => {
    const rows: Row[] = ['u', 'v'].flatMap((user) =>
      [...'pqrst'].map((item, i): Row => [user, item, null, i < 2 ? 'one' : 'two']),
    );
    const dataset = datasetOf(rows, { split: 'random' });
    const all = Uint32Array.of(0, 1, 2, 3, 4);
    const read = (window: PastWindow) =>
      listed(dataset, encodeHistories(dataset, [{ user: 0, history: 0, historyEvents: all }], 3, window), 0);
    expect([read(last()), read(earlier())]).toEqual(['r s t', '- p q']);
  });

  it('are the same window where all that says which they are is the same', () => {
    expect(sameWindow(last(5), last(5))).toBe(true);
    expect([
      sameWindow(last(5), last(6)),
      sameWindow(last(5), earlier(0, 5)),
      sameWindow(earlier(1), earlier(2)),
      sameWindow(earlier(1, 3), earlier(1, 4)),
    ]).toEqual([false, false, false, false]);
  });
});

describe('what is known of the sessions of a log', () => {
  const times: Record<string, number[]> = { a: [0, 5], b: [0, 50, 55], c: [0, 500], d: [0, 9, 1009], lone: [0] };
  const rows = Object.entries(times).flatMap(([user, minutes]) =>
    minutes.map((minute, i): Row => [user, 'pqr'[i]!, minute * MINUTE]),
  );

  it('is how many users have only one, for any gap, among those with two events', () => {
    const facts = sessionFacts(datasetOf(rows))!;
    expect([5, 6, 51, 501, 2000].map((gap) => singleSessionShare(facts, gap))).toEqual(
      [0, 0.25, 0.5, 0.75, 1].map((share) => expect.closeTo(share, 9)),
    );
    expect(facts.longestGaps).toHaveLength(100);
  });

  it('is of how many the last session is one event', () => {
    const facts = sessionFacts(datasetOf(rows))!;
    expect([5, 6, 501, 2000].map((gap) => loneEventShare(facts, gap))).toEqual(
      [1, 0.5, 0.25, 0].map((share) => expect.closeTo(share, 9)),
    );
  });

  it('is read off the column where there is one', () => {
    const facts = sessionFacts(
      datasetOf(rows.map(([user, item, time]): Row => [user, item, time, user === 'a' || item !== 'q' ? 'x' : 'y'])),
    )!;
    expect(facts).toEqual({ single: 0.25, lone: 0.75, longestGaps: [], lastGaps: [] });
    expect([singleSessionShare(facts, 1), loneEventShare(facts, 1)]).toEqual([0.25, 0.75]);
  });

  it('is nothing where there is neither time nor column, or no user with two events', () => {
    expect(
      sessionFacts(
        datasetOf(
          rows.map(([user, item]): Row => [user, item, null]),
          { split: 'random' },
        ),
      ),
    ).toBeNull();
    const { events, userStart } = datasetOf(rows);
    expect(
      sessionFacts({ events, userStart: userStart.map((_, user) => Math.min(user, 1)), hasTime: true }),
    ).toBeNull();
  });
});
