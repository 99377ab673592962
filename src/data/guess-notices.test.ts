import { describe, expect, it } from 'vitest';
import { build, ITEMS, LOG, problem } from './build-testing';
import { guessNotices } from './guess-notices';
import { guessRoles } from './roles';
import { readDelimited } from './sources/csv/read';

const rows = LOG.trim().split('\n').slice(1);
const withColumn = (name: string, cells: readonly string[], delimiter = ',') =>
  [LOG.split('\n')[0]!, ...rows]
    .map((row, i) => [...row.split(','), i === 0 ? name : cells[(i - 1) % cells.length]!].join(delimiter))
    .join('\n');
const withTimes = (cells: readonly string[], name = 'time') =>
  [
    `user,item,${name}`,
    ...rows.map((row, i) => [...row.split(',').slice(0, 2), cells[i % cells.length]!].join(',')),
  ].join('\n');

async function guess(log: string, items?: string) {
  const tables = {
    log: await readDelimited(log, { fileName: 'log.csv' }),
    items: items === undefined ? null : await readDelimited(items, { fileName: 'items.csv' }),
    users: null,
  };
  const roles = guessRoles(tables.log, tables.items, null);
  const roleOf = (name: string) => [...roles.log, ...(roles.items ?? [])].find(({ column }) => column === name);
  return { roleOf, notices: guessNotices(tables, roles) };
}

describe('a time that cannot be read', () => {
  const WRITTEN = [
    ['a zone by name', '2023-01-02 10:00:00 CET'],
    ['RFC 2822', '"Mon, 02 Jan 2023 10:00:00 +0100"'],
    ['two digits of a year', '02/01/23'],
    ['words', 'two days ago'],
  ] as const;

  it.each(WRITTEN)('is said with a cell, before and at the split: %s', async (_, cell) => {
    const text = cell.replaceAll('"', '');
    const values = { column: 'timestamp', line: 2, text };
    const log = withTimes([cell], 'timestamp');
    expect((await guess(log)).notices.log).toEqual([{ code: 'time-unread', column: 'timestamp', values }]);
    expect(await problem({ log })).toEqual({ code: 'needs-readable-time', file: 'log', values });
  });

  it('is no matter where the split needs none, or where somebody left a readable one out', async () => {
    const built = await build({ log: withTimes(['soon']), protocol: { split: 'random' } });
    expect(built.dataset.hasTime).toBe(false);
    expect(await problem({ log: LOG, columns: 'time=' })).toMatchObject({ code: 'needs-time' });
    expect((await guess(LOG)).notices).toEqual({ log: [], items: [], users: [] });
  });
});

describe('times of several units', () => {
  it('are read in the unit of the column; rows of another one are left out by a reason of their own', async () => {
    const log = withTimes(['1600000000', '1600000100', '1600000200', '1600000300000']);
    const { report, dataset } = await build({ log });
    expect(report.rejected).toEqual([
      {
        reason: 'stray-time',
        count: 2,
        examples: [
          { line: 5, text: '1600000300000', column: 'time' },
          { line: 9, text: '1600000300000', column: 'time' },
        ],
      },
    ]);
    expect(dataset.events.time.every((time) => time >= 1_600_000_000_000)).toBe(true);
  });

  it('may be days of a spreadsheet, by name', async () => {
    const log = withTimes(
      rows.map((_, i) => String(45_000.5 + i)),
      'lent_date',
    );
    expect((await guess(log)).roleOf('lent_date')).toMatchObject({ role: 'time' });
    const { dataset } = await build({ log });
    expect(new Date(dataset.events.time[0]!).toISOString()).toBe('2023-03-15T12:00:00.000Z');
    const { roleOf } = await guess(
      withTimes(
        rows.map((_, i) => String(45_000.5 + i)),
        'points',
      ),
    );
    expect(roleOf('points')?.role).not.toBe('time');
  });
});

describe('a weight', () => {
  it('may have a decimal comma', async () => {
    const log = withColumn('weight', ['12,50', '1,00', '0,25'], ';');
    expect((await guess(log)).roleOf('weight')).toMatchObject({ role: 'weight' });
    const { dataset } = await build({ log });
    expect(new Set(dataset.events.weight)).toEqual(new Set([12.5, 1, 0.25]));
  });

  it('stays one with cells that are none, whose rows are left out and counted', async () => {
    const log = withColumn('weight', ['2', '1', '1', 'NaN', '2', 'inf', '1', '1']);
    const { dataset, report } = await build({ log });
    expect(new Set(dataset.events.weight)).toEqual(new Set([2, 1]));
    expect(report.rejected).toMatchObject([
      { reason: 'bad-number', count: 2, examples: [{ text: 'NaN' }, { text: 'inf' }] },
    ]);
  });

  it('that is left out is named with a cell', async () => {
    const { roleOf, notices } = await guess(withColumn('weight', ['heavy', '1', 'light']));
    expect(roleOf('weight')).toMatchObject({ role: 'ignore' });
    expect(notices.log).toEqual([
      { code: 'weight-unread', column: 'weight', values: { column: 'weight', line: 2, text: 'heavy' } },
    ]);
  });
});

describe('a price', () => {
  const itemsWith = (price: (i: number) => string) =>
    ['item;price', ...Array.from({ length: 40 }, (_, i) => `${i < 5 ? 'xyzwv'[i] : `i${i}`};${price(i)}`)].join('\n');

  it.each([
    ['12,50', (i: number) => `${i + 3},${10 + (i % 7)}`],
    ['1.234,5', (i: number) => `${1 + (i % 9)}.${200 + i},5`],
    ['1,234.50', (i: number) => `${1 + (i % 9)},${200 + i}.50`],
  ])('as %s is a number', async (_, price) => {
    expect((await guess(LOG, itemsWith(price))).roleOf('price')).toEqual({
      column: 'price',
      role: 'field',
      encoding: 'buckets',
    });
    const { dataset } = await build({ log: LOG, items: itemsWith(price) });
    expect(dataset.fields.find(({ name }) => name === 'price')).toMatchObject({ kind: 'numeric' });
  });

  it.each(['$3.50', '3 €', 'EUR 3'])('as %s is left out, no title or text, and named with a cell', async (text) => {
    const { roleOf, notices } = await guess(
      LOG,
      itemsWith((i) => text.replace('3', String(i + 3))),
    );
    expect(roleOf('price')?.role).toBe('ignore');
    expect(notices.items).toEqual([
      { code: 'number-unread', column: 'price', values: { column: 'price', line: 2, text } },
    ]);
  });
});

it('an id that comes again with other values is counted, and its first row is used', async () => {
  const items = `${ITEMS}x,The Wolf,Drama,1990\ny,The Dog,Comedy,1991\n`;
  const { dataset, report } = await build({ log: LOG, items });
  expect(dataset.itemTitles[dataset.items.indexOf('x')]).toBe('The Fox');
  expect(report.rejected).toContainEqual({ reason: 'repeated-item', count: 1, examples: [{ line: 6, text: 'x' }] });
  expect((await build({ log: LOG, items: ITEMS })).report.rejected.map(({ reason }) => reason)).toEqual([
    'unknown-item',
  ]);
});
