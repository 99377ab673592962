import Papa from 'papaparse';
import { describe, expect, it, vi } from 'vitest';
import { createRandom } from '../../random';
import { RowReader, type RowFormat } from './rows';

/**
 * Rows as `line: cell|cell`, rejected ones as `line! reason: text`; the text arrives in pieces of `piece` characters.
 */
function read(text: string, format: Partial<RowFormat> = {}, piece = text.length || 1): string[] {
  const out: string[] = [];
  const reader = new RowReader(
    { delimiter: ',', width: null, skip: 0, newline: '\n', ...format },
    {
      row: (cells, line) => out.push(`${line}: ${cells.join('|')}`),
      bad: (reason, line, bad) => out.push(`${line}! ${reason}: ${bad}`),
    },
  );
  for (let at = 0; at < text.length; at += piece) reader.push(text.slice(at, at + piece));
  reader.end();
  return out;
}

describe('reading rows', () => {
  it('gives each row the line it starts on, with line breaks inside quotes counted', () => {
    expect(read('a,b\r\n"x\r\ny",2\r\n\r\nc,3')).toEqual(['1: a|b', '2: x\r\ny|2', '5: c|3']);
  });

  it('gives the same rows however the text is cut into pieces', () => {
    const text =
      'id,text\r\n1,"a ""quoted"" word"\r\n2,"two\r\nlines, and a comma"\r\n3,\r\n"4","unclosed\r\n5,"fine"\r\n6,"Great" Cats\r\n';
    const whole = read(text, { width: 2 });
    expect(whole).toEqual([
      '1: id|text',
      '2: 1|a "quoted" word',
      '3: 2|two\r\nlines, and a comma',
      '5: 3|',
      '6! unclosed-quote: "4","unclosed',
      '7: 5|fine',
      '8: 6|"Great" Cats',
    ]);
    for (let piece = 1; piece < text.length; piece++) expect(read(text, { width: 2 }, piece)).toEqual(whole);
  });

  it('agrees with Papa Parse on well-formed files of every shape', () => {
    const random = createRandom(5, 'csv');
    const alphabet = ['a', 'b', ' ', '"', ',', ';', '\n', '\r\n', '7', '中'];
    for (let trial = 0; trial < 200; trial++) {
      const rows = Array.from({ length: 1 + random.below(6) }, () =>
        Array.from({ length: 3 }, () =>
          Array.from({ length: random.below(5) }, () => alphabet[random.below(alphabet.length)]!).join(''),
        ),
      );
      const text = Papa.unparse(
        rows.map((row, i) => [`r${i}`, ...row]),
        { newline: trial % 2 === 0 ? '\n' : '\r\n', quotes: trial % 3 === 0 },
      );
      const theirs = Papa.parse<string[]>(text, { delimiter: ',', newline: trial % 2 === 0 ? '\n' : '\r\n' }).data.map(
        (row) => row.join('|'),
      );
      const ours = read(text, { width: 4 }, 1 + (trial % 9)).map((row) => row.slice(row.indexOf(' ') + 1));
      expect(ours).toEqual(theirs);
    }
  });

  it('loses one line to a quote that is never closed, not the rest of the file', () => {
    const good = Array.from({ length: 50 }, (_, i) => `u${i},i${i}`);
    const text = [...good.slice(0, 10), 'u9,"broken', ...good.slice(10)].join('\n');
    const out = read(text, { width: 2 });
    expect(out.filter((row) => row.includes('!'))).toEqual(['11! unclosed-quote: u9,"broken']);
    expect(out).toHaveLength(51);
    expect(out.at(-1)).toBe('51: u49|i49');
  });

  it('takes back a quoted stretch that makes a row of the wrong width', () => {
    expect(read('1,"open\n2,x\n3,y",z\n4,w\n', { width: 2 })).toEqual([
      '1! unclosed-quote: 1,"open',
      '2: 2|x',
      '3! too-many-cells: 3,y",z',
      '4: 4|w',
    ]);
  });

  it('reports short and long rows, and forgives empty cells at the end', () => {
    expect(read('1,2\n3\n4,5,6\n7,8,,\n', { width: 2 })).toEqual([
      '1: 1|2',
      '2! too-few-cells: 3',
      '3! too-many-cells: 4,5,6',
      '4: 7|8||',
    ]);
  });

  it('takes quotes as they are in :: files', () => {
    expect(read('1::"Great Performances" Cats (1998)::Musical\n2::"Open::X\n', { delimiter: '::', width: 3 })).toEqual([
      '1: 1|"Great Performances" Cats (1998)|Musical',
      '2: 2|"Open|X',
    ]);
  });

  it('reads the line ends of old Macs', () => {
    expect(read('a,b\rc,"d\re"\rf,g', { newline: '\r' })).toEqual(['1: a|b', '2: c|d\re', '4: f|g']);
  });
});

describe('line ends of several systems in one file', () => {
  const lines = ['user,item', 'a,1', 'b,2', '"c, d",3', 'e,4', 'f,"5"', 'g,6'];
  const rows = ['a|1', 'b|2', 'c, d|3', 'e|4', 'f|5', 'g|6'];

  it.each(['\n', '\r'] as const)('cost no row, wherever they stand: %j', (newline) => {
    for (const ends of ['\r\n \r \n', '\r \r \n', '\n \r \r', '\n \n \r\n \r'].map((all) => all.split(' '))) {
      const text = lines.map((line, i) => line + ends[i % ends.length]!).join('');
      for (let piece = 1; piece <= text.length; piece++) {
        // A line feed left at an end of a cell is trimmed where cells are kept.
        const found = read(text, { width: 2, skip: 1, newline }, piece).map((row) => row.replaceAll('\n', ''));
        expect(found).toEqual(rows.map((row, i) => `${i + 2}: ${row}`));
      }
    }
  });

  it('end a quote that is not closed', () => {
    expect(read('"open\ra,1\rb,2\nc,3\n', { width: 2 })).toEqual([
      '1! unclosed-quote: "open',
      '2: a|1',
      '3: b|2',
      '4: c|3',
    ]);
  });

  it('stay in a cell where the line fits as it is', () => {
    expect(read('a,b\rc\nd,e\n', { width: 2 })).toEqual(['1: a|b\rc', '2: d|e']);
    expect(read('a\rb\n', { width: 3 })).toEqual(['1! too-few-cells: a\rb']);
  });
});

describe('a row that does not end', () => {
  /** Characters that searches pass over while the text arrives in pieces. */
  function searched(text: string, piece: number): number {
    let characters = 0;
    const { indexOf } = String.prototype;
    const spy = vi.spyOn(String.prototype, 'indexOf').mockImplementation(function (this: string, wanted, from = 0) {
      const found = indexOf.call(this, wanted, from);
      characters += (found < 0 ? this.length : found) - from;
      return found;
    });
    const rows = read(text, { width: null }, piece);
    spy.mockRestore();
    expect(rows).toHaveLength(1);
    return characters;
  }

  it('is not searched anew with every piece', () => {
    expect(searched('x'.repeat(2_000_000), 500)).toBeLessThan(10 * 2_000_000);
  });

  it('is not searched anew for every quoted cell', () => {
    expect(searched('"x",'.repeat(200_000), 100_000)).toBeLessThan(20 * 800_000);
  });
});
