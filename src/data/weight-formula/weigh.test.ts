import { describe, expect, it } from 'vitest';
import { createBatches } from '../batches';
import { buildDataset } from '../build-dataset';
import { build, problem } from '../build-testing';
import type { Dataset, Protocol } from '../dataset';
import { createRandom } from '../random';
import { guessRoles } from '../roles';
import { readDelimited } from '../sources/csv/read';
import { protocolOf, randomRows } from '../testing';

const DAY = 86_400;
const T = 1_600_000_000;

/** ann clicks x, y, then (validation) z and (test) w; what else she does stands between. bob fills the catalogue. */
const log = (...rows: string[]): string =>
  [
    'user,item,time,behavior,dwell_ms,is_like',
    `ann,x,${T},click,1000,`,
    `ann,y,${T + DAY},click,3000,1`,
    `ann,z,${T + 10 * DAY},click,8000,1`,
    `ann,w,${T + 20 * DAY},click,9000,1`,
    ...['w', 'z', 'y', 'x'].map((item, at) => `bob,${item},${T + at * DAY},click,4000,0`),
    ...rows,
    '',
  ].join('\n');

const weightsOf = ({ items, users, split, events }: Dataset): Record<string, number> =>
  Object.fromEntries(
    Array.from(split.train, (e) => [
      `${users[events.user[e]!]} ${items[events.item[e]!]}`,
      Number(events.weight![e]!.toFixed(4)),
    ]),
  );
const weights = async (text: string, weight: string, protocol: Partial<Protocol> = {}) =>
  weightsOf((await build({ log: text, protocol: { weight, ...protocol } })).dataset);

describe('weights by a formula', () => {
  it('have mean 1 over the training events, and are 0 for those held out', async () => {
    const { dataset } = await build({ log: log(), protocol: { weight: 'dwell_ms / 1000' } });
    // 1, 3, 4 and 4 seconds in training.
    expect(weightsOf(dataset)).toEqual({ 'ann x': 0.3333, 'ann y': 1, 'bob w': 1.3333, 'bob z': 1.3333 });
    expect(dataset.events.weight!.filter((weight) => weight === 0)).toHaveLength(4);
    const train = Float64Array.from(dataset.split.train, (e) => dataset.events.weight![e]!);
    expect(train.reduce((sum, weight) => sum + weight, 0) / train.length).toBeCloseTo(1, 6);
    const scaled = await build({ log: log(), protocol: { weight: '1e6 * dwell_ms' } });
    expect(weightsOf(scaled.dataset)).toEqual(weightsOf(dataset));
  });

  it('add up the rows of a pair, and take a missing cell for 0', async () => {
    const more = log(`ann,x,${T + 2 * DAY},purchase,,1`, `ann,x,${T + 3 * DAY},click,500,NA`);
    expect(await weights(more, 'dwell_ms / 1000 + is_like')).toEqual(
      // 1 + 0 | 0 + 1 | .5 + 0 = 2.5; 3 + 1 = 4; 4; 4: mean 3.625
      { 'ann x': 0.6897, 'ann y': 1.1034, 'bob w': 1.1034, 'bob z': 1.1034 },
    );
    expect(await weights(more, 'behavior == "purchase"')).toEqual({ 'ann x': 4, 'ann y': 0, 'bob w': 0, 'bob z': 0 });
  });

  it('of each event its own row alone where repeats are kept', async () => {
    const more = log(`ann,x,${T + 2 * DAY},purchase,5000,1`);
    const { dataset } = await build({ log: more, protocol: { weight: 'dwell_ms', repeats: 'all' } });
    const { events, split } = dataset;
    const ann = [...split.train].filter((e) => dataset.users[events.user[e]!] === 'ann');
    const seconds = ann.map((e) => events.weight![e]! / events.weight![ann[0]!]!);
    expect(seconds.map((value) => Math.round(value))).toEqual([1, 3, 5]);
  });

  describe('know nothing of what comes after the training part', () => {
    /** A late purchase of what was clicked early. */
    const late = (time: number): string => `ann,x,${time},purchase,60000,1`;

    it('of a user: rows from the first moment that is held out on', async () => {
      for (const split of ['leave-last-out', 'last-fifth'] as const) {
        const plain = await weights(log(), 'dwell_ms', { split });
        for (const time of [T + 10 * DAY, T + 15 * DAY, T + 20 * DAY, T + 30 * DAY])
          expect([time, await weights(log(late(time)), 'dwell_ms', { split })]).toEqual([time, plain]);
        expect(await weights(log(late(T + 10 * DAY - 1)), 'dwell_ms', { split })).not.toEqual(plain);
      }
    });

    it('of everyone under a split by time: rows from the cut on, of users too of whom nothing is held out', async () => {
      const clicks = Array.from(
        { length: 20 },
        (_, at) => `u${at % 4},i${at % 5}${Math.floor(at / 5)},${T + at * DAY},click,1000,`,
      );
      const text = (...rows: string[]): string =>
        ['user,item,time,behavior,dwell_ms,is_like', `eve,i00,${T},click,1000,`, ...clicks, ...rows, ''].join('\n');
      const timed = (...rows: string[]) => weights(text(...rows), 'dwell_ms', { split: 'time' });
      const plain = await timed();
      // 21 events: the cut is at the 17th in time, which is that of day 15.
      for (const day of [15, 17, 40])
        expect([day, await timed(`eve,i00,${T + day * DAY},purchase,60000,1`)]).toEqual([day, plain]);
      expect((await timed(`eve,i00,${T + 15 * DAY - 1},purchase,60000,1`))['eve i00']).toBeGreaterThan(5);
    });

    it('in random logs: no cell of a row at or after a held-out moment changes any weight', async () => {
      for (const split of ['leave-last-out', 'last-fifth', 'time'] as const)
        for (let seed = 0; seed < 6; seed++) {
          const rows = randomRows(seed);
          const file = (cell: (at: number) => number): string =>
            `user,item,time,dwell\n${rows.map(([user, item, day], at) => `${user},${item},${T + day! / 1000},${cell(at)}`).join('\n')}\n`;
          const built = async (cell: (at: number) => number) =>
            (await build({ log: file(cell), protocol: { weight: 'dwell', split } })).dataset;
          const dataset = await built((at) => 1 + (at % 7));
          const { users, events, split: parts } = dataset;
          const cut =
            split === 'time' ? Math.min(...parts.validation.map((one) => events.time[one.events[0]!]!)) : null;
          const ends = new Map(
            parts.validation.map(({ user, events: held }) => [users[user]!, events.time[held[0]!]!]),
          );
          const isLate = (at: number): boolean =>
            T * 1000 + rows[at]![2]! >= (cut ?? ends.get(rows[at]![0]) ?? Infinity);
          const changed = await built((at) => (isLate(at) ? 1e6 : 1 + (at % 7)));
          expect(rows.some((_, at) => isLate(at))).toBe(true);
          expect(changed.events.weight).toEqual(dataset.events.weight);
        }
    });
  });

  it('leave log q, columns and histories as they are, bit by bit', async () => {
    const random = createRandom(3, 'dwell');
    const rows = randomRows(5).map(([user, item, day]) => `${user},${item},${T + day! / 1000},${random.below(50)}`);
    const table = await readDelimited(`user,item,time,dwell\n${rows.join('\n')}\n`, { fileName: 'log.csv' });
    const built = async (weight: string) =>
      buildDataset({
        name: 'test',
        log: table,
        items: null,
        users: null,
        roles: guessRoles(table, null, null),
        protocol: protocolOf({ weight }),
        seed: 1,
      });
    const [weighted, plain] = [(await built('dwell')).dataset, (await built('')).dataset];
    expect(new Set(weighted.events.weight).size).toBeGreaterThan(10);
    expect(plain.events.weight).toBeNull();
    expect(weighted.split).toEqual(plain.split);
    expect(weighted.fields).toEqual(plain.fields);
    const options = { batch: 16, historyLength: 8, seed: 1, sampled: { count: 4, by: 'uniform' as const } };
    const [one, other] = [createBatches(weighted, options), createBatches(plain, options)];
    for (let step = 0; step < one.stepsPerEpoch; step++) {
      const { weight, events, ...rest } = one.at(step);
      const { weight: ones, events: _, ...same } = other.at(step);
      expect(rest).toEqual(same);
      expect([...ones].every((value, row) => value === (row < rest.real ? 1 : 0))).toBe(true);
      expect([...weight.subarray(0, rest.real)]).toEqual(
        [...events.subarray(0, rest.real)].map((event) => weighted.events.weight![event]),
      );
      expect([...weight.subarray(rest.real)].every((value) => value === 0)).toBe(true);
    }
    expect(weighted.fingerprint).not.toBe(plain.fingerprint);
  });

  it('stand in place of a column of weights, which a formula may name', async () => {
    const text = log().replace('dwell_ms', 'weight');
    expect(await weights(text, '')).toEqual({ 'ann x': 1000, 'ann y': 3000, 'bob w': 4000, 'bob z': 4000 });
    expect(await weights(text, 'weight + 1000 * is_like')).toEqual({
      'ann x': 0.3077,
      'ann y': 1.2308,
      'bob w': 1.2308,
      'bob z': 1.2308,
    });
  });

  it('read columns without a role, which stay out of everything else', async () => {
    const text = log().replace('is_like', 'extra');
    const { dataset } = await build({ log: text, protocol: { weight: 'extra + 1' } });
    expect(weightsOf(dataset)).toEqual({ 'ann x': 0.8, 'ann y': 1.6, 'bob w': 0.8, 'bob z': 0.8 });
    const plain = await build({ log: text });
    expect(plain.dataset.events.outcomes!.columns.map(({ name }) => name)).toEqual(['behavior', 'dwell_ms']);
    expect(dataset.fields).toEqual(plain.dataset.fields);
  });

  it.each([
    ['dwell_ms - 2000', { code: 'weight-bad-row', values: { line: 2, value: '-1000', start: 0, end: 15 } }],
    ['log(is_like)', { code: 'weight-bad-row', values: { line: 2, value: '-Infinity' } }],
    ['sqrt(1 - dwell_ms)', { code: 'weight-bad-row', values: { line: 2, value: 'NaN' } }],
    ['dwell_ms * 1e36', { code: 'weight-bad-row', values: { line: 2 } }],
    ['1 / is_like', { code: 'weight-bad-row', values: { line: 2, value: 'Infinity' } }],
    ['is_like * 0', { code: 'weight-all-zero' }],
    ['1 + seen', { code: 'weight-no-column', values: { column: 'seen', columns: 'behavior, dwell_ms, is_like' } }],
    ['time / 2', { code: 'weight-not-outcome', values: { column: 'time', start: 0, end: 4 } }],
    ['(', { code: 'weight-no-value' }],
  ])('%s is refused', async (weight, refusal) => {
    expect(await problem({ log: log(), protocol: { weight } })).toMatchObject({ file: 'log', ...refusal });
  });

  it('are not refused for a row that does not count', async () => {
    const { 'ann x': x } = await weights(log(`ann,x,${T + 15 * DAY},purchase,-5,1`), 'dwell_ms');
    expect(x).toBe(0.3333);
  });
});
