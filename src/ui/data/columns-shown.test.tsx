import { describe, expect, it } from 'vitest';
import type { LogPreview, TablePreview } from '../../lab/loading/data-source';
import { draw, silentBench } from '../testing';
import { LogColumns } from './Columns';
import { MOST_COLUMNS, shownColumns } from './columns-shown';
import { FileSlot } from './FileSlot';

const WIDE = 5000;
const names = Array.from({ length: WIDE }, (_, i) => (i === 4321 ? 'visitor' : `measure ${i}`));
const log: TablePreview = {
  fileName: 'wide.csv',
  format: 'csv',
  options: {},
  rows: 20,
  columns: names.map((name) => ({ name, distinct: 2, examples: ['a', 'b'], flag: null })),
  head: Array.from({ length: 20 }, () => names.map((_, i) => String(i))),
  report: { read: 20, kept: 20, rejected: [] },
  notices: [],
};
const preview: LogPreview = {
  log,
  items: null,
  users: null,
  roles: {
    log: names.map((column) => ({ column, role: column === 'visitor' ? 'user' : 'context' })),
    items: null,
    users: null,
  },
};

describe('a file of 5,000 columns', () => {
  it('shows as many as a page can bear, those first that the file cannot do without', () => {
    const bench = silentBench();
    bench.data.getState().setFile('log', new File(['x'], 'wide.csv'));
    bench.data.getState().showPreview(preview);
    const drawn = draw(
      bench,
      <FileSlot file="log" preview={log}>
        {(shown) => <LogColumns preview={log} shown={shown} />}
      </FileSlot>,
    );
    const nodes = [...drawn.matchAll(/<[a-z]/g)].length;
    expect(nodes).toBeLessThan(3000);
    expect(drawn).toContain('Role of visitor');
    expect(drawn).toContain(`${MOST_COLUMNS} of 5,000 columns`);
    expect(drawn).toContain('Find a column');
  });

  it('has every column where its name is typed', () => {
    const none = new Set<string>();
    expect(shownColumns(log, ' Measure 4999', none)).toEqual({ shown: [4999], found: 1 });
    expect(shownColumns(log, 'visit', none)).toEqual({ shown: [4321], found: 1 });
    expect(shownColumns(log, 'measure', none)).toMatchObject({ shown: { length: MOST_COLUMNS }, found: WIDE - 1 });
    expect(shownColumns(log, 'nothing', none)).toEqual({ shown: [], found: 0 });
    expect(shownColumns(log, '', new Set(['visitor'])).shown.slice(0, 3)).toEqual([4321, 0, 1]);
  });

  it('keeps all columns but those that a change of role is about', () => {
    const bench = silentBench();
    bench.data.getState().showPreview(preview);
    const before = bench.data.getState().roles!.log;
    bench.data.getState().setLogColumn('measure 7', { role: 'user' });
    const after = bench.data.getState().roles!.log;
    expect(after.flatMap((column, at) => (column === before[at] ? [] : [[at, column.role]]))).toEqual([
      [7, 'user'],
      [4321, 'ignore'],
    ]);
  });
});

it('a file of few columns has all of them, in its own order and without a search', () => {
  const few = { ...log, columns: log.columns.slice(0, 12) };
  expect(shownColumns(few, '', new Set(['measure 5'])).shown).toEqual([...few.columns.keys()]);
  const bench = silentBench();
  bench.data.getState().setFile('log', new File(['x'], 'few.csv'));
  bench.data.getState().showPreview({ ...preview, log: few });
  expect(
    draw(
      bench,
      <FileSlot file="log" preview={few}>
        {() => null}
      </FileSlot>,
    ),
  ).not.toContain('Find a column');
});
