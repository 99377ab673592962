import { describe, expect, it } from 'vitest';
import { FIRST_VALUE, MISSING, UNKNOWN, type Field } from '../dataset';
import type { Cells } from './encoded';
import { textFields } from './texts';
import { MOST_TOKENS, tokensOf } from './tokens';
import { HASH_ROWS, MOST_TRIGRAMS, trigramCount, trigramIds, trigramsOf } from './trigrams';

/** One owner per cell; those whose cell is written with a leading ~ lie outside the training part. */
function cellsOf(...cells: string[]): Cells {
  const texts = cells.map((cell) => cell.replace(/^~/, ''));
  const dictionary = ['', ...new Set(texts.filter((cell) => cell !== ''))];
  return {
    dictionary,
    codes: Uint32Array.from(texts, (cell) => dictionary.indexOf(cell)),
    training: Uint8Array.from(cells, (cell) => (cell.startsWith('~') ? 0 : 1)),
  };
}
const fieldsOf = (...cells: string[]): [trigrams: Field, tokens: Field] =>
  textFields('title', 'item', cellsOf(...cells)) as [Field, Field];
const row = <T extends Uint32Array | Float32Array>(all: T, { length }: Field, at: number): number[] => [
  ...all.subarray(at * length, (at + 1) * length),
];

describe('trigrams', () => {
  it('are those of each word between marks, of any script, in lower case and without punctuation around words', () => {
    expect(trigramsOf('Red  fox!')).toEqual(['<re', 'red', 'ed>', '<fo', 'fox', 'ox>']);
    expect(trigramsOf('a 书 C++')).toEqual(['<a>', '<书>', '<c+', 'c++', '++>']);
    expect(trigramsOf('红楼梦')).toEqual(['<红楼', '红楼梦', '楼梦>']);
    expect(trigramsOf('👍👎')).toEqual(['<👍👎', '👍👎>']);
    expect(trigramsOf('!!!')).toEqual(['<!!', '!!!', '!!>']);
    // Full-width letters are letters.
    expect(trigramsOf('ＡＢ')).toEqual(['<ab', 'ab>']);
  });

  it('are hashed to the same rows on every machine', () => {
    // Computed in Python.
    expect(trigramIds('fox')).toEqual([10236, 15142, 11159]);
    expect(trigramIds('fox', 4).every((id) => id >= FIRST_VALUE && id < FIRST_VALUE + 4)).toBe(true);
    const spread = new Set(
      Array.from({ length: 1000 }, (_, i) => trigramIds(String.fromCodePoint(0x4e00 + i), HASH_ROWS)[0]),
    );
    // 1000 draws from 16384 rows: 970 distinct ones are expected.
    expect(spread.size).toBeGreaterThan(950);
  });

  it('count as often as they occur, and a text that is missing has a row of its own', () => {
    const [trigrams] = fieldsOf('aaaa', '', 'NA', '~fox');
    expect(trigrams).toMatchObject({
      name: 'title trigrams',
      owner: 'item',
      kind: 'trigrams',
      rows: HASH_ROWS + FIRST_VALUE,
      vocabulary: [],
      length: 4,
    });
    const [first, second, third] = row(trigrams.ids, trigrams, 0);
    expect(second).toBe(third);
    expect(first).not.toBe(second);
    expect([0, 1, 2, 3].map((at) => row(trigrams.weights!, trigrams, at))).toEqual([
      [1, 1, 1, 1],
      [1, 0, 0, 0],
      [1, 0, 0, 0],
      [1, 1, 1, 0],
    ]);
    expect([row(trigrams.ids, trigrams, 1), row(trigrams.ids, trigrams, 2)]).toEqual([
      [MISSING, 0, 0, 0],
      [MISSING, 0, 0, 0],
    ]);
    expect(trigrams.ids).not.toContain(UNKNOWN);
    expect(row(trigrams.ids, trigrams, 3)).toEqual([...trigramIds('fox'), MISSING]);
  });

  it('are counted without being made', () => {
    for (const text of ['Red  fox!', 'a 书 C++', '红楼梦', '!!!', '', 'NA', 'x'.repeat(500)])
      expect(trigramCount(text)).toBe(trigramIds(text).length);
    expect(trigramCount('x'.repeat(500))).toBe(MOST_TRIGRAMS);
  });
});

describe('tokens', () => {
  it('are words, and single characters of scripts without spaces', () => {
    expect(tokensOf("The Fox's 2nd-best Café书店 ก็ดี")).toEqual([
      'the',
      "fox's",
      '2nd',
      'best',
      'café',
      '书',
      '店',
      'ก็',
      'ดี',
    ]);
    expect(tokensOf('हिन्दी भाषा')).toEqual(['हिन्दी', 'भाषा']);
  });

  it('keep their order and the places of unknown ones; the vocabulary is that of two training texts', () => {
    const [, tokens] = fieldsOf('red fox', 'fox and red', '~red blue blue', '!!!', '', '~blue fox');
    expect(tokens).toMatchObject({
      name: 'title tokens',
      kind: 'tokens',
      vocabulary: ['red', 'fox'],
      rows: 4,
      length: 3,
    });
    expect([0, 1, 2, 3, 4, 5].map((at) => row(tokens.ids, tokens, at))).toEqual([
      [2, 3, 0],
      [3, 1, 2],
      [2, 1, 1],
      [1, 0, 0],
      [0, 0, 0],
      [1, 3, 0],
    ]);
    expect([0, 1, 2, 3, 4, 5].map((at) => row(tokens.weights!, tokens, at))).toEqual([
      [1, 1, 0],
      [1, 1, 1],
      [1, 1, 1],
      [1, 0, 0],
      [1, 0, 0],
      [1, 1, 0],
    ]);
  });

  it('of a long text are its first', () => {
    const long = Array.from({ length: 100 }, (_, i) => `w${i}`).join(' ');
    const [, tokens] = fieldsOf(long, `${long} end`);
    expect(tokens.length).toBe(MOST_TOKENS);
    expect(tokens.vocabulary).toHaveLength(100);
  });
});

it('a column with one text for all training rows is none', () => {
  expect(textFields('title', 'item', cellsOf('one', 'one', '~two'))).toEqual([]);
  expect(textFields('title', 'item', cellsOf('~one', '~two'))).toEqual([]);
  expect(textFields('title', 'item', cellsOf('one', '', 'one'))).toHaveLength(2);
});

it('slots are made once, when they are asked for', () => {
  const cells = cellsOf('red', 'fox');
  const asked: string[] = [];
  const watched: Cells = {
    ...cells,
    codes: new Proxy(cells.codes, {
      get(codes, name) {
        if (name === 'entries') asked.push('slots');
        const value: unknown = Reflect.get(codes, name, codes);
        return typeof value === 'function' ? value.bind(codes) : value;
      },
    }),
  };
  const [trigrams] = textFields('title', 'item', watched);
  expect([trigrams!.rows, trigrams!.length, asked.length]).toEqual([HASH_ROWS + FIRST_VALUE, 3, 0]);
  expect(trigrams!.ids).toBe(trigrams!.ids);
  expect(trigrams!.weights).toHaveLength(6);
  expect(asked).toHaveLength(1);
});
