import { describe, expect, it } from 'vitest';
import { buildDataset } from './build-dataset';
import type { Protocol } from './dataset';
import { filterEvents, type KeptEvents } from './events';
import { flagOf } from './outcomes';
import { collectEvents } from './collect-events';
import { guessRoles } from './roles';
import { readDelimited } from './sources/csv/read';
import type { Table } from './table';
import { protocolOf, randomRows, rawEvents } from './testing';

const table = (text: string): Promise<Table> => readDelimited(text, { fileName: 'log.csv' });
const T = 1_600_000_000;

async function kept(text: string, changes: Partial<Protocol> = {}): Promise<KeptEvents> {
  const log = await table(text);
  const protocol = protocolOf(changes);
  return filterEvents(collectEvents(log, guessRoles(log, null, null).log, protocol.where).raw, protocol);
}

/** "user item: seconds cell cell | seconds cell cell" of each event. */
const outcomes = ({ users, items, events }: KeptEvents): string[] =>
  Array.from(events.user, (user, e) => {
    const { start, time, columns } = events.outcomes!;
    const cells = (row: number) =>
      columns.map((column) =>
        'values' in column ? Number(column.values[row]!.toFixed(3)) : column.dictionary[column.codes[row]!],
      );
    const rows = Array.from({ length: start[e + 1]! - start[e]! }, (_, i) => start[e]! + i);
    return `${users[user]} ${items[events.item[e]!]}: ${rows.map((row) => [time[row]! / 1000 - T, ...cells(row)].join(' ')).join(' | ')}`;
  });

/** One row for each thing a person did; the like comes before the click in the file. */
const DONE = `user,item,time,behavior
ann,x,${T + 100},like
ann,x,${T},click
bob,x,${T + 50},click
ann,y,${T + 150},click
ann,x,${T + 200},purchase
bob,y,${T + 250},click
cat,y,${T + 300},click
cat,y,${T + 400},purchase
cat,z,${T + 500},like
`;

describe('outcomes', () => {
  it('of all rows of a pair belong to its first, in their order in time, and it stays one event', async () => {
    const log = await kept(DONE);
    expect(outcomes(log)).toEqual([
      'ann x: 0 click | 100 like | 200 purchase',
      'ann y: 150 click',
      'bob x: 50 click',
      'bob y: 250 click',
      'cat y: 300 click | 400 purchase',
      'cat z: 500 like',
    ]);
    expect(log.events.outcomes!.columns).toMatchObject([{ name: 'behavior', role: 'behaviour' }]);
    expect([...log.events.line]).toEqual([3, 5, 4, 7, 8, 10]);
  });

  it('are those of its own row where repeats are kept', async () => {
    expect(outcomes(await kept(DONE, { repeats: 'all' }))).toEqual([
      'ann x: 0 click',
      'ann x: 100 like',
      'ann y: 150 click',
      'ann x: 200 purchase',
      'bob x: 50 click',
      'bob y: 250 click',
      'cat y: 300 click',
      'cat y: 400 purchase',
      'cat z: 500 like',
    ]);
  });

  it('leave with the users and items that the k-core takes, and with the rows that the filter leaves out', async () => {
    expect(outcomes(await kept(DONE, { minItemEvents: 3 }))).toEqual([
      'ann y: 150 click',
      'bob y: 250 click',
      'cat y: 300 click | 400 purchase',
    ]);
    expect(outcomes(await kept(DONE, { where: 'behavior=purchase' }))).toEqual([
      'ann x: 200 purchase',
      'cat y: 400 purchase',
    ]);
  });

  it('are read by role: numbers, empty where there are none; a behaviour as a name also where it is written as a number', async () => {
    const shown = await kept(`user,item,time,position,is_click,play_time_ms,action,weight,device
ann,x,${T},3,0,,1,0.5,ios
ann,x,${T + 60},1,1,12.25,4,2,web
bob,y,${T + 90},?,NA,long,,1,ios
`);
    expect(shown.events.outcomes!.columns.map(({ name, role }) => [name, role])).toEqual([
      ['position', 'position'],
      ['is_click', 'label'],
      ['play_time_ms', 'dwell'],
      ['action', 'behaviour'],
      ['weight', 'weight'],
    ]);
    expect(outcomes(shown)).toEqual(['ann x: 0 3 0 NaN 1 0.5 | 60 1 1 12.25 4 2', 'bob y: 90 NaN NaN NaN  1']);
  });

  it('of a label are names where a cell is no number', async () => {
    const log = await table(`user,item,time,verdict\nann,x,${T},good\nann,x,${T + 1},NA\nbob,y,${T + 2},1\n`);
    const roles = guessRoles(log, null, null).log.map((column) =>
      column.column === 'verdict' ? { ...column, role: 'label' as const } : column,
    );
    expect(outcomes(filterEvents(collectEvents(log, roles, '').raw, protocolOf()))).toEqual([
      'ann x: 0 good | 1 ',
      'bob y: 2 1',
    ]);
  });

  it('are none in a log without such a column', async () => {
    expect((await kept(`user,item,time,device\nann,x,${T},ios\nbob,y,${T},web\n`)).events.outcomes).toBeNull();
  });

  it('agree with a plain search for the rows of each pair, in random logs under every rule', () => {
    for (let seed = 0; seed < 20; seed++) {
      const changes = {
        repeats: seed % 2 === 0 ? 'first' : 'all',
        minItemEvents: 1 + (seed % 5),
        minUserEvents: 1 + (seed % 4),
      } as const;
      const rows = randomRows(seed).map((row, line) => ({ row, line }));
      const raw = {
        ...rawEvents(rows.map(({ row }) => row)),
        outcomes: [{ name: 'line', role: 'label' as const, values: Float32Array.from(rows, ({ line }) => line) }],
      };
      const { users, items, events, source } = filterEvents(raw, protocolOf(changes));
      const {
        start,
        time,
        columns: [column],
      } = events.outcomes!;
      const found = [...source].map((_, e) => [
        ...(column as { values: Float32Array }).values.subarray(start[e], start[e + 1]),
      ]);
      const pair = (e: number) =>
        rows
          .filter(({ row: [user, item] }) => user === users[events.user[e]!] && item === items[events.item[e]!])
          .sort((a, b) => a.row[2]! - b.row[2]! || a.line - b.line);
      expect(found).toEqual(
        [...source].map((row, e) => (changes.repeats === 'all' ? [row] : pair(e).map(({ line }) => line))),
      );
      expect([...time]).toEqual(found.flat().map((line) => rows[line]!.row[2]));
    }
  });

  it('change nothing else: events, split, fields and fingerprint are those of the log without the columns', async () => {
    const rows = randomRows(5).map(
      ([user, item, day], i) => `${user},${item},${T + day! / 1000},${['click', 'like'][i % 2]},${i}`,
    );
    const log = await table(`user,item,time,behavior,dwell\n${rows.join('\n')}\n`);
    const built = async (ignored: boolean) => {
      const roles = guessRoles(log, null, null);
      const known = ignored
        ? roles.log.map((column) =>
            column.role === 'dwell' || column.role === 'behaviour' ? { ...column, role: 'ignore' as const } : column,
          )
        : roles.log;
      const { dataset } = await buildDataset({
        name: 'test',
        log,
        items: null,
        users: null,
        roles: { ...roles, log: known },
        protocol: protocolOf(),
        seed: 1,
      });
      return {
        dataset: { ...dataset, events: { ...dataset.events, outcomes: null } },
        rows: dataset.events.outcomes?.time.length ?? null,
      };
    };
    const [with_, without] = [await built(false), await built(true)];
    expect(with_.dataset).toEqual(without.dataset);
    expect([with_.rows, without.rows]).toEqual([160, null]);
  });
});

describe('a column of flags', () => {
  const flags = async (...cells: string[]) =>
    flagOf((await table(['user,flag', ...cells.map((cell, row) => `u${row},${cell}`)].join('\n'))).columns[1]!);

  it('holds zeros and ones and nothing else, however they are written', async () => {
    expect(await flags('0', '1', '1.0', '', 'NA', '0')).toEqual({ zeros: 2, ones: 2 });
    expect(await flags('0', '1', '2')).toBeNull();
    expect(await flags('0', '1', 'yes')).toBeNull();
    expect(await flags('1', '1', '')).toBeNull();
    expect(await flags('0', '0')).toBeNull();
  });
});
