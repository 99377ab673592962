import { describe, expect, it } from 'vitest';
import { readFilter, refusedCondition, rowFilter } from './row-filter';
import { readDelimited } from './sources/csv/read';
import { DataError } from './table';

const LOG = `user,rating,action,seen in full,is_click
a,8,buy,yes,1
b,7.5,cart,no,0
c,10,view,yes,1.0
d,,buy,no,
`;
const log = await readDelimited(LOG, { fileName: 'log.csv' });
const users = 'abcd';
const taken = (where: string): string => [...users].filter((_, row) => rowFilter(log, where)(row)).join('');

describe('a row filter', () => {
  it.each([
    ['', 'abcd'],
    ['rating=8', 'a'],
    ['rating == 8.0', 'a'],
    ['is_click=1', 'ac'],
    ['4 = 1', 'ac'],
    ['rating != 8', 'bcd'],
    ['rating>=8', 'ac'],
    ['rating > 8', 'c'],
    ['rating <= 8', 'ab'],
    ['rating<8', 'b'],
    ['action in buy, cart', 'abd'],
    ['action IN (view)', 'c'],
    ['rating in [8, 10]', 'ac'],
    ['action=', ''],
  ])('%s takes %s', (where, rows) => {
    if (rows === '') expect(() => taken(where)).toThrow(DataError);
    else expect(taken(where)).toBe(rows);
  });

  it('finds a column whose name holds an operator', () => {
    expect(taken('seen in full=yes')).toBe('ac');
  });

  it.each([
    ['rating', { code: 'where-no-operator', values: { where: 'rating' } }],
    ['>= 8', { code: 'where-no-operator', values: { where: '>= 8' } }],
    ['stars>=8', { code: 'where-no-column', values: { column: 'stars' } }],
    ['rating>=high', { code: 'where-no-number', values: { operator: '>=', value: 'high' } }],
    ['rating>10', { code: 'where-no-rows', values: { where: 'rating>10', column: 'rating', known: '8, 7.5, 10' } }],
  ])('%s is refused', (where, problem) => {
    expect.assertions(1);
    try {
      rowFilter(log, where);
    } catch (error) {
      expect((error as DataError).problem).toMatchObject({ file: 'log', ...problem });
    }
  });

  it('is asked only of rows that are read, and says which condition it is', () => {
    const read = rowFilter(log, 'action=cart');
    expect([...users].filter((_, row) => read(row) && rowFilter(log, 'rating<8', 'positives', read)(row))).toEqual([
      'b',
    ]);
    expect.assertions(4);
    try {
      rowFilter(log, 'rating>9', 'positives', read);
    } catch (error) {
      const { problem } = error as DataError;
      expect(problem).toMatchObject({ code: 'where-no-rows', values: { where: 'rating>9', of: 'positives' } });
      expect(refusedCondition(problem)).toBe('positives');
      expect(refusedCondition({ ...problem, values: { where: 'rating>9' } })).toBe('where');
    }
  });

  it('is read by its leftmost operator first', () => {
    expect(readFilter('a>=b<c')[0]).toEqual({ column: 'a', operator: '>=', value: 'b<c' });
    expect(readFilter('device')).toEqual([]);
  });
});
