/** Item and user tables. */
import { encodeText } from '../../../data/sources/encodings-testing';
import type { Attack } from '../attack';
import type { Facts } from '../facts';
import { itemTable, logOf, textOf } from '../logs';
import { ALL, trainOn, type Rest } from './read';

const many = (count: number, cell: (i: number) => string, head: string): string =>
  textOf(
    Array.from({ length: count }, (_, i) => [`i${i}`, cell(i)]),
    { head: ['item', head] },
  );

type Content = string | Uint8Array;
const attackOn = (kind: 'items' | 'users', name: string, content: () => Content, { flags = '', ...rest }: Rest) => ({
  name: `${kind === 'items' ? 'item' : 'user'} table: ${name}`,
  files: (folder: Parameters<NonNullable<Attack['files']>>[0]) => {
    folder.write('log.csv', logOf());
    folder.write('table.csv', content());
  },
  command: trainOn('log.csv', `--${kind} table.csv ${flags}`.trim()),
  ...rest,
});
const joins = (name: string, content: () => Content, told: Facts = {}, rest: Rest = {}): Attack => ({
  ...attackOn('items', name, content, rest),
  code: 0,
  told: { ...ALL, ...told },
});
const refused = (name: string, content: () => Content, why: string, kind: 'items' | 'users' = 'items'): Attack => ({
  ...attackOn(kind, name, content, {}),
  code: 2,
  says: new RegExp(`(^|\\n)--${kind} "table\\.csv": .*${why}[^\\n]*$`),
});

const word = (i: number): string => `word${i % 997}`;

export const tables: readonly Attack[] = [
  joins(
    'every id twice, and otherwise the second time',
    () =>
      `${itemTable(['colour'], (i) => [i % 2 ? 'red' : 'blue'])}${itemTable(['colour'], () => ['green'])
        .split('\n')
        .slice(1)
        .join('\n')}`,
    { rejected: { 'repeated-item': 40 } },
    { says: /item is in the item table again with other values.*× 40/ },
  ),
  joins('5,000 texts with 40 commas each', () =>
    many(5000, (i) => `"${Array.from({ length: 41 }, (_, j) => word(i * 41 + j)).join(', ')}"`, 'description'),
  ),
  joins('5,000 casts of 40 names', () =>
    many(5000, (i) => Array.from({ length: 40 }, (_, j) => word(i * 40 + j)).join('|'), 'cast'),
  ),
  joins('in windows-1251 beside a log in UTF-8', () =>
    encodeText(
      itemTable(['title'], (i) => [`Преступление и наказание ${i}`]),
      'windows-1251',
    ),
  ),
  joins(
    'in windows-1251 that is said to be so',
    () =>
      encodeText(
        itemTable(['title'], (i) => [`Мастер и Маргарита ${i}`]),
        'windows-1251',
      ),
    {},
    { flags: '--items-encoding windows-1251', says: /given: encoding windows-1251/ },
  ),
  joins('semicolons, prices with a comma', () => itemTable(['price'], (i) => [`${i},90`], { delimiter: ';' }), {
    itemNotices: [],
  }),
  joins('prices with commas between thousands', () => itemTable(['price'], (i) => [`"1,${200 + i}.50"`]), {
    itemNotices: [],
  }),
  joins(
    'prices in a currency',
    () => itemTable(['price'], (i) => [`${i} €`]),
    { itemNotices: ['number-unread'] },
    { says: /The column “price” is not used: line 2 says “0 €”, which is not a number/ },
  ),
  joins('the names of objects as categories', () =>
    itemTable(['kind'], (i) => [['__proto__', 'constructor', 'toString', 'book'][i % 4]]),
  ),
  joins('escape sequences in titles', () => itemTable(['title'], (i) => [`\u001b]0;x\u001b\\ ${i}`])),
  joins(
    'half of the items',
    () =>
      itemTable(['kind'], (i) => [i % 3])
        .split('\n')
        .slice(0, 21)
        .join('\n'),
    { rejected: { 'unknown-item': 120 } },
    { says: /item is not in the item table × 120/ },
  ),
  joins(
    'a million ids that are in no event',
    () => itemTable(['kind'], (i) => [i % 3]) + Array.from({ length: 1e6 }, (_, i) => `z${i},${i % 3}\n`).join(''),
  ),
  refused(
    'none of the ids of the log',
    () => itemTable(['kind'], (i) => [i % 3]).replaceAll(/\ni/g, '\nbook-'),
    'No id of this table occurs in the log: .*“book-0”.*“i0”',
  ),
  refused('a header alone', () => 'item,kind\n', 'has a header and no rows'),
  refused('empty', () => '', 'This file is empty'),
  refused('a picture', () => Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0', 'latin1'), 'not a text file'),
  refused(
    'none of the ids of the log',
    () => 'user,age\nbob,3\neve,4\n',
    'No id of this table occurs in the log',
    'users',
  ),
  refused('empty', () => '', 'This file is empty', 'users'),
];
