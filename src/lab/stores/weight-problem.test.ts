import { describe, expect, it } from 'vitest';
import type { LogPreview } from '../loading/data-source';
import { createDataStore } from './data';
import { weighingColumns, weightProblem } from './weight-problem';

const column = (name: string, ...examples: string[]) => ({ name, distinct: examples.length, examples, flag: null });
const columns = [
  column('user', 'ann', 'bob'),
  column('hour', '7', '8'),
  column('plays', '1', '2'),
  column('note', 'so', 'la'),
  column('behavior', 'click', 'buy'),
  column('rating', '4', '4.5'),
  column('verdict', 'good', '2'),
  column('nothing'),
];
const roles = [
  ['user', 'user'],
  ['hour', 'context'],
  ['plays', 'ignore'],
  ['note', 'ignore'],
  ['behavior', 'behaviour'],
  ['rating', 'label'],
  ['verdict', 'label'],
  ['nothing', 'label'],
].map(([name, role]) => ({ column: name, role }));
const preview = { log: { columns }, items: null, users: null, roles: { log: roles } } as unknown as LogPreview;

const stored = (weight: string) => {
  const store = createDataStore();
  store.getState().showPreview(preview);
  store.getState().setProtocol({ weight });
  return store;
};

describe('a weight formula before its log is loaded', () => {
  it('is right where it is one, and names columns that may weigh', () => {
    for (const formula of ['', ' ', 'plays', 'rating + 2 * plays', 'behavior == "anything"'])
      expect(weightProblem(stored(formula).getState())).toBeNull();
  });

  it('is wrong at its place', () => {
    expect(weightProblem(stored('plays +').getState())).toMatchObject({
      code: 'weight-no-value',
      values: { start: 7 },
    });
    expect(weightProblem(stored('plays + lik').getState())).toMatchObject({
      code: 'weight-no-column',
      values: { start: 8, end: 11, columns: 'plays, note, behavior, rating, verdict, nothing' },
    });
    expect(weightProblem(stored('hour').getState())).toMatchObject({ code: 'weight-not-outcome' });
  });

  it('may be right once a person says what a column means', () => {
    const store = stored('hour');
    store.getState().setLogColumn('hour', { role: 'label' });
    expect(weightProblem(store.getState())).toBeNull();
  });

  it('is offered outcomes first, names with a cell to compare with, and no texts that nothing reads', () => {
    expect(weighingColumns(stored('').getState())).toEqual([
      { column: 'behavior', cell: 'click' },
      { column: 'rating', cell: null },
      { column: 'verdict', cell: 'good' },
      { column: 'plays', cell: null },
    ]);
    expect(weighingColumns(createDataStore().getState())).toEqual([]);
  });
});
