import { describe, expect, it } from 'vitest';
import { tableFrom, toCsv } from './tables';

describe('generated tables', () => {
  it('are dictionary-encoded as a reader would, the empty cell first', () => {
    const table = tableFrom('a.csv', { id: ['x', 'y', 'x'], note: ['', 'b', ''] });
    expect(table.columns).toEqual([
      { name: 'id', dictionary: ['', 'x', 'y'], codes: Uint32Array.of(1, 2, 1) },
      { name: 'note', dictionary: ['', 'b'], codes: Uint32Array.of(0, 1, 0) },
    ]);
    expect([...table.line]).toEqual([2, 3, 4]);
  });

  it('quote commas, quotes and line breaks as RFC 4180 says', () => {
    const table = tableFrom('a.csv', { id: ['1', '2'], 'a,b': ['say "hi"', 'two\nlines'] });
    expect(toCsv(table)).toBe('id,"a,b"\r\n1,"say ""hi"""\r\n2,"two\nlines"\r\n');
  });

  it('refuse columns of different length', () => {
    expect(() => tableFrom('a.csv', { id: ['1', '2'], name: ['x'] })).toThrow(
      'table a.csv: column "name" has 1 cells, "id" has 2',
    );
  });
});
