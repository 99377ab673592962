import { describe, expect, it } from 'vitest';
import { buildDataset } from '../build-dataset';
import { LOG } from '../build-testing';
import { DEFAULT_PROTOCOL } from '../dataset';
import { guessRoles } from '../roles';
import { DataError, type Table } from '../table';
import { ColumnBuilder } from './columns';
import { readDelimited } from './csv/read';
import { TableBuilder } from './table-builder';

const built = (cells: readonly string[], maxDistinct?: number) => {
  const column = new ColumnBuilder('c', 0, maxDistinct);
  const other = cells.map((cell) => column.add(cell));
  return { ...column.build(), other };
};

describe('cells that differ in their Unicode form alone', () => {
  it('are one value, in its composed form', () => {
    const { dictionary, codes, other } = built(['é', 'e\u0301', 'e\u0301', 'e', ' e\u0301 ']);
    expect([dictionary, [...codes]]).toEqual([
      ['', 'é', 'e'],
      [1, 1, 1, 2, 1],
    ]);
    expect(other).toEqual([false, true, true, false, true]);
  });

  it('are counted as rows that are kept', () => {
    const table = new TableBuilder('log.csv', 'log');
    table.addColumn('user');
    table.addColumn('item');
    table.add(['a', 'caf\u00e9'], 2);
    table.add(['a', 'cafe\u0301'], 3);
    const { columns, report } = table.finish({}, ',');
    expect(columns[1]!.dictionary).toEqual(['', 'café']);
    expect(report).toEqual({
      read: 2,
      kept: 2,
      rejected: [{ reason: 'other-form', count: 1, examples: [{ line: 3, text: 'cafe\u0301', column: 'item' }] }],
    });
  });
});

describe('a column with more values than can be told apart', () => {
  it('keeps its first ones and its rows', () => {
    const cells = Array.from({ length: 5000 }, (_, i) => `v${i}`);
    const { dictionary, codes, isCut } = built(cells, 3000);
    expect([dictionary.length, codes.length, isCut]).toEqual([2001, 5000, true]);
    expect([codes[0], codes[1999], codes[2000], codes[4999]]).toEqual([1, 2000, 0, 0]);
    expect(built(cells, 5000).isCut).toBeUndefined();
  });

  const cutLog = async (): Promise<Table> => {
    const log = await readDelimited(LOG, { fileName: 'log.csv' });
    return {
      ...log,
      columns: log.columns.map((column) => (column.name === 'device' ? { ...column, isCut: true } : column)),
    };
  };
  const load = async (use: boolean, where = ''): Promise<string> => {
    const log = await cutLog();
    const roles = guessRoles(log, null, null);
    const used = {
      ...roles,
      log: roles.log.map((one) => (one.column === 'device' && use ? { ...one, role: 'context' as const } : one)),
    };
    const protocol = { ...DEFAULT_PROTOCOL, minItemEvents: 1, minUserEvents: 1, where };
    return buildDataset({ name: 'test', log, items: null, users: null, roles: used, protocol, seed: 1 }).then(
      () => 'loaded',
      (error: unknown) =>
        error instanceof DataError ? `${error.problem.code} ${error.problem.values.column}` : String(error),
    );
  };

  it('refuses the file only where it is used', async () => {
    expect(guessRoles(await cutLog(), null, null).log).toContainEqual({ column: 'device', role: 'ignore' });
    expect(await load(false)).toBe('loaded');
    expect(await load(true)).toBe('too-large device');
    expect(await load(false, 'device=ios')).toBe('too-large device');
  });
});
