import { describe, expect, it } from 'vitest';
import type { Column, Encoding } from '../table';
import { encodeBag } from './bag';
import { encodeCategorical } from './categorical';
import { encodeField } from './encode';
import type { Cells } from './encoded';
import { suggestEncoding } from './guess';
import { encodeBuckets, encodeNormalised } from './numeric';
import { encodeWords, wordsOf } from './words';

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
const column = (name: string, cells: string[]): Column => ({
  name,
  dictionary: ['', ...new Set(cells)],
  codes: cellsOf(...cells).codes,
});

describe('categorical', () => {
  it('numbers the training values by frequency from 2 on; missing is 0, a value seen only outside is 1', () => {
    const { vocabulary, ids, weights, length } = encodeCategorical(cellsOf('b', 'a', 'a', '', 'NA', '~c', '~b'));
    expect(vocabulary).toEqual(['a', 'b']);
    expect([...ids]).toEqual([3, 2, 2, 0, 0, 1, 3]);
    expect([weights, length]).toEqual([null, 1]);
  });

  it('gives the values beyond its size to UNKNOWN', () => {
    expect([...encodeCategorical(cellsOf('a', 'a', 'b', 'b', 'c'), 2).ids]).toEqual([2, 2, 3, 3, 1]);
  });
});

describe('bag', () => {
  it('shares a weight of 1 among the parts of a cell, which keep their order', () => {
    const { vocabulary, length, ids, weights } = encodeBag(cellsOf('b|a', 'a', 'a|c|a', '', '~d', '~d|c'));
    expect(vocabulary).toEqual(['a', 'b', 'c']);
    expect(length).toBe(2);
    expect([...ids]).toEqual([3, 2, 2, 0, 2, 4, 0, 0, 1, 0, 4, 0]);
    expect([...weights!]).toEqual([0.5, 0.5, 1, 0, 0.5, 0.5, 1, 0, 1, 0, 1, 0]);
  });

  it('keeps the eight most frequent parts of a crowded cell', () => {
    const rare = ['r1', 'r2'];
    const common = Array.from({ length: 8 }, (_, i) => `c${i}`);
    const { length, ids, vocabulary } = encodeBag(cellsOf([rare[0], ...common, rare[1]].join('|'), ...common));
    expect(length).toBe(8);
    expect([...ids.subarray(0, 8)].map((id) => vocabulary[id - 2])).toEqual(common);
  });

  it('takes the lists that programs print', () => {
    expect(encodeBag(cellsOf("['rock', 'pop']", '["pop"]', '[]'), ',').vocabulary).toEqual(['pop', 'rock']);
  });
});

describe('words', () => {
  it('are lower case, of every script, cut where a script has no spaces', () => {
    expect(wordsOf("The Fox's 2nd-Best Café (1995)")).toEqual(['the', "fox's", '2nd', 'best', 'café', '1995']);
    expect(wordsOf('机器学习 GPU')).toEqual(['机器', '学习', 'gpu']);
  });

  it('count where two training texts have them', () => {
    const { vocabulary, ids, length } = encodeWords(cellsOf('red fox', 'Red dog', '~blue cat', '~blue fox', ''));
    expect(vocabulary).toEqual(['red']);
    expect([length, ...ids]).toEqual([1, 2, 2, 1, 1, 0]);
  });
});

describe('buckets', () => {
  it('are quantiles of the training rows; values beyond them fall into the outer ones', () => {
    const { vocabulary, ids } = encodeBuckets(
      cellsOf(...Array.from({ length: 32 }, (_, i) => String(i + 1)), '~-50', '~99', '~2.5', '', '~tall'),
    );
    expect(vocabulary).toHaveLength(16);
    expect([vocabulary[0], vocabulary[1], vocabulary[15]]).toEqual(['≤ 2', '2 – 4', '> 30']);
    expect([...ids.subarray(0, 5)]).toEqual([2, 2, 3, 3, 4]);
    expect([...ids.subarray(32)]).toEqual([2, 17, 3, 0, 1]);
  });

  it('are fewer where one value is most of the column', () => {
    expect(encodeBuckets(cellsOf(...Array.from({ length: 98 }, () => '0'), '5', '7')).vocabulary).toEqual([
      '≤ 0',
      '> 0',
    ]);
  });
});

it('normalised numbers are weights with the mean and deviation of the training rows', () => {
  const { ids, weights, vocabulary } = encodeNormalised(cellsOf('2', '4', '6', '', '~10'), 'price');
  expect(vocabulary).toEqual(['price']);
  expect([...ids]).toEqual([2, 2, 2, 0, 2]);
  const deviation = Math.sqrt(8 / 3);
  [-2 / deviation, 0, 2 / deviation, 1, 6 / deviation].forEach((expected, i) =>
    expect(weights![i]).toBeCloseTo(expected, 6),
  );
});

it('normalised numbers are finite, and small enough for towers, whatever the cells hold', () => {
  // What stands for a missing number in some logs, in training and outside it.
  const largest = String(Number.MAX_VALUE);
  const { ids, weights } = encodeNormalised(
    cellsOf('2', '4', '6', largest, largest, '~1e30', '~-1e30', '~1e60'),
    'price',
  );
  expect([...ids]).toEqual([2, 2, 2, 1, 1, 2, 2, 1]);
  const deviation = Math.sqrt(8 / 3);
  [-2 / deviation, 0, 2 / deviation, 1, 1, 1e4, -1e4, 1].forEach((expected, i) =>
    expect(weights![i]).toBeCloseTo(expected, 6),
  );
});

it.each<[Encoding, string[]]>([
  ['categorical', ['a', 'a', '~b']],
  ['bag', ['a|b', 'a|b', '~c']],
  ['words', ['one', 'two', '~three']],
  ['buckets', ['3', '3', '~4']],
  ['normalised', ['3', '3', '~4']],
])('a %s column whose training rows are all alike is no field', (encoding, cells) => {
  expect(encodeField('f', 'item', cellsOf(...cells), encoding)).toBeNull();
});

it('a value and gaps are two things to tell apart', () => {
  expect(encodeField('premium', 'user', cellsOf('yes', '', 'yes'), 'categorical')).toMatchObject({
    rows: 3,
    vocabulary: ['yes'],
  });
});

describe('the suggested encoding', () => {
  const many = (cell: (i: number) => string) => Array.from({ length: 100 }, (_, i) => cell(i));
  it.each<[string, string[], ReturnType<typeof suggestEncoding>]>([
    ['genres', ['Drama|War', 'Drama', 'War', 'Comedy', 'Comedy|Drama'], { encoding: 'bag', separator: '|' }],
    ['tags', ['a,b', 'a', 'b', 'c,a', 'c'], { encoding: 'bag', separator: ',' }],
    ['followers', ['(0,10]', '(10,50]', '(50,100]', '500+'], { encoding: 'categorical' }],
    [
      'plot',
      many((i) => `A story, number ${i}, of love, war and ${i % 7} cats that came in from the cold`),
      { encoding: 'words' },
    ],
    ['price', many((i) => String(i / 4)), { encoding: 'buckets' }],
    ['stars', many((i) => String(i % 5)), { encoding: 'categorical' }],
    ['author_id', many((i) => String(1000 + (i % 40))), { encoding: 'categorical' }],
    ['serial_id', many((i) => `x${i}`), null],
    ['image', many((i) => `https://example.org/${i % 9}.png`), null],
    ['status', many(() => '0.0'), null],
    ['empty', many(() => 'NA'), null],
  ])('of %s', (name, cells, expected) => {
    expect(suggestEncoding(column(name, cells))).toEqual(expected);
  });

  it('of lists with more parts in all than a call has arguments', () => {
    const casts = many((i) => Array.from({ length: 2000 }, (_, n) => `Person ${2000 * i + n}`).join('|'));
    expect(suggestEncoding(column('cast', casts))).toEqual({ encoding: 'bag', separator: '|' });
  });
});
