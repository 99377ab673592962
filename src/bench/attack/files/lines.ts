/** Lines, quotes, delimiters and headers. */
import type { Attack } from '../attack';
import { EVENTS, itemOf, logOf, textOf, wider } from '../logs';
import { ALL, reads, refuses } from './read';

const HEAD = 'user,item,time\n';
/** 10,000 events of the same users and items. */
const long = (): string[] => Array.from({ length: 10_000 }, (_, row) => `u${row % 20},i${itemOf(row)},${1.6e9 + row}`);
const filled = (names: readonly string[]): string =>
  logOf((event) => [event.user, event.item, event.time, ...names.map((_, i) => i % 7)], {
    head: ['user', 'item', 'time', ...names],
  });
const delimited = (delimiter: string) => (): string => logOf(undefined, { delimiter });
const junk = (share: number): string =>
  logOf() + Array.from({ length: Math.round((240 * share) / (1 - share)) }, () => 'junk\n').join('');

export const lines: readonly Attack[] = [
  refuses('an empty file', () => '', 'This file is empty\\.'),
  refuses('a byte order mark and nothing else', () => '\uFEFF', 'This file is empty\\.'),
  refuses('blank lines and nothing else', () => '\n\r\n  \n\n', 'This file is empty\\.'),
  refuses('a header alone', () => HEAD, 'has a header and no rows'),
  refuses('a header and blank lines', () => `${HEAD}\n\n\n`, 'has a header and no rows'),
  reads('no header', () => logOf(undefined, { head: null }), { ...ALL, header: false }),
  reads('no line end at the end', () => logOf().trimEnd(), ALL),
  reads('blank lines between all rows', () => logOf(undefined, { newline: () => '\n\n' }), { ...ALL }),
  reads('lines that end in CR', () => logOf(undefined, { newline: () => '\r' }), ALL),
  reads('lines that end in CR LF', () => logOf(undefined, { newline: () => '\r\n' }), ALL),
  reads(
    'lines that end in CR, LF and CR LF',
    () => logOf(undefined, { newline: (line) => ['\r', '\n', '\r\n'][line % 3]! }),
    ALL,
  ),
  reads(
    'a quote that is not closed, at line 2 of 10,000',
    () => `${HEAD}u1,"i7,1600000000\n${long().join('\n')}\n`,
    { read: 10_001, kept: 10_000, rejected: { 'unclosed-quote': 1 } },
    { says: /a quote is not closed × 1 \(line 2\)/ },
  ),
  reads(
    'a quote that is not closed, and quotes further down',
    () => `${HEAD}u1,"i7,1600000000\n${long().join('\n')}\nu1,"i7",1600000000\n`,
    { users: 20, items: 40 },
  ),
  reads('a quote that is not closed, in the last row', () => `${logOf()}u1,"i7,1600000000\n`, {
    read: 241,
    kept: 240,
    rejected: { 'unclosed-quote': 1 },
  }),
  reads('line ends inside of quotes', () => wider('note', ({ row }) => `"two\nlines, ""${row}"""`), ALL),
  reads(
    'every cell in quotes',
    () => logOf(({ user, item, time }) => [user, item, time].map((cell) => `"${cell}"`)),
    ALL,
  ),
  reads('a field of 1 MB', () => wider('note', ({ row }) => (row === 3 ? 'x'.repeat(1e6) : row)), ALL),
  reads(
    'a field of 2 MB in quotes',
    () => wider('note', ({ row }) => (row === 3 ? `"${'x'.repeat(2e6)}"` : row)),
    { read: 240, kept: 239 },
    { says: /1 left out/ },
  ),
  refuses(
    'one line of 80 MB',
    () => 'x,'.repeat(4e7),
    'Line 1 is longer than 16,777,216 characters\\. Each row must be a line: .*such as JSON',
  ),
  refuses('one line of 2 MB', () => 'x,'.repeat(1e6), 'This file is one line of 2,000,000 characters'),
  reads('5,000 columns', () => filled(Array.from({ length: 4997 }, (_, i) => `f${i}`)), ALL),
  reads('20,000 columns of one name', () => filled(Array.from({ length: 19_997 }, () => 'f')), ALL),
  refuses(
    '60,000 columns, and rows of three',
    () =>
      `user,item,time,${Array.from({ length: 6e4 }, (_, i) => `f${i}`).join(',')}\n${textOf(
        EVENTS.map((e) => [e.user, e.item, e.time]),
        { head: null },
      )}`,
    'too few cells × 240|cannot be used|No row could be used',
  ),
  reads('semicolons', delimited(';'), { ...ALL, delimiter: ';' }),
  reads('tabs', delimited('\t'), { ...ALL, delimiter: '\t' }),
  reads('bars', delimited('|'), { ...ALL, delimiter: '|' }),
  reads('two colons', delimited('::'), { ...ALL, delimiter: '::' }),
  reads('carets', delimited('^'), { ...ALL, delimiter: '^' }),
  reads('spaces', delimited(' '), { ...ALL, delimiter: ' ' }),
  reads('commas that are said to be tabs', () => logOf(), ALL, { flags: '--delimiter comma' }),
  refuses('tabs that are said to be commas', delimited('\t'), 'No column is taken for the (user|item)', {
    flags: '--delimiter comma',
  }),
  reads(
    'the same name for two columns',
    () => logOf((e) => [e.user, e.item, e.item, e.time], { head: ['user', 'item', 'item', 'time'] }),
    ALL,
  ),
  reads('a header with one cell less, as R writes it', () => logOf((e) => [e.row + 1, e.user, e.item, e.time]), {
    ...ALL,
    roles: 'user=user item=item time=time',
  }),
  reads(
    'columns without a name',
    () => logOf((e) => [e.user, e.item, e.time, 1], { head: ['user', 'item', 'time', ''] }),
    ALL,
  ),
  reads(
    'the names of objects as columns',
    () =>
      logOf((e) => [e.user, e.item, e.time, e.row % 3, e.row % 4, e.row % 5], {
        head: ['user', 'item', 'time', '__proto__', 'constructor', 'toString'],
      }),
    ALL,
  ),
  reads('a delimiter behind every row', () => logOf((e) => [e.user, e.item, e.time, '']), ALL),
  reads(
    'too few cells in every fourth row',
    () => logOf((e) => (e.row % 4 === 0 ? [e.user] : [e.user, e.item, e.time])),
    { read: 240, kept: 180, rejected: { 'too-few-cells': 60 } },
    { says: /60 left out: too few cells × 60 \(lines 2, 6, 10/ },
  ),
  reads(
    'too many cells in every fourth row',
    () => logOf((e) => [e.user, e.item, e.time, ...(e.row % 4 === 0 ? ['more', 'and more'] : [])]),
    { read: 240, kept: 180, rejected: { 'too-many-cells': 60 } },
    { says: /60 left out: too many cells × 60/ },
  ),
  reads(
    'junk in half of the lines',
    () => junk(0.5),
    { users: 20, items: 40, read: 480, kept: 240, rejected: { 'too-few-cells': 240 } },
    { says: /240 left out: too few cells × 240 \(lines 242, / },
  ),
  refuses(
    'junk in most of the lines',
    () => junk(0.6),
    '360 of 600 rows cannot be used, more than the 50% that --max-bad',
  ),
  reads(
    'junk in most of the lines that is allowed',
    () => junk(0.6),
    { read: 600, kept: 240 },
    { flags: '--max-bad 70%' },
  ),
  refuses('junk in a tenth of the lines where less is allowed', () => junk(0.1), 'more than the 5%', {
    flags: '--max-bad 5%',
  }),
  reads(
    '10,000 rows without an item',
    () => `${HEAD}${long().join('\n')}\n${long().join('\n').replaceAll(/i\d+/g, '')}\n`,
    {
      read: 20_000,
      kept: 10_000,
      rejected: { 'missing-item': 10_000 },
    },
  ),
  reads(
    'a remark above the header',
    () => `# made by a program\n${logOf()}`,
    { users: 20, items: 40 },
    {
      flags: '--columns user=c0,item=c1,time=c2 --header no',
    },
  ),
];
