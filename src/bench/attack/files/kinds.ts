/** Files of other kinds than the one they are taken for. */
import { deflateSync, gzipSync } from 'node:zlib';
import type { Attack } from '../attack';
import { EVENTS, logOf } from '../logs';
import { ALL, reads, refuses } from './read';

const beginning = (...bytes: number[]): Uint8Array =>
  Buffer.concat([Buffer.from(bytes), deflateSync(Buffer.from(logOf()))]);
const latin = (text: string): number[] => [...Buffer.from(text, 'latin1')];

const NOT_TEXT = 'This is not a text file';
const json = (one: unknown): string => `${JSON.stringify(one)}\n`;
/** Its rows are broken below. */
const BROKEN = EVENTS.filter(({ item }) => item === 'i7').length;
const objects = (more: (row: number) => object = () => ({})): string =>
  EVENTS.map(({ user, item, time, row }) => json({ user, item, time, ...more(row) })).join('');

export const kinds: readonly Attack[] = [
  refuses('a gzip archive', () => gzipSync(logOf()), NOT_TEXT),
  refuses('a zip archive, such as a workbook', () => beginning(...latin('PK\u0003\u0004'), 20, 0, 0, 0), NOT_TEXT),
  refuses('a Parquet file', () => beginning(...latin('PAR1'), 21, 0, 21, 0), NOT_TEXT),
  refuses('a picture', () => beginning(0x89, ...latin('PNG\r\n\u001a\n'), 0, 0, 0, 13), NOT_TEXT),
  refuses('an SQLite database', () => beginning(...latin('SQLite format 3\0'), 16, 0), NOT_TEXT),
  refuses('a program', () => beginning(0x7f, ...latin('ELF'), 2, 1, 1, 0), NOT_TEXT),
  refuses(
    'the page of an error',
    () => '<!DOCTYPE html>\n<html><head><title>403</title></head>\n<body>Sign in, please</body></html>\n',
    'web page or an XML file',
  ),
  refuses('an XML file', () => '<?xml version="1.0"?>\n<log>\n<e user="u1" item="i1"/>\n</log>\n', 'an XML file'),
  refuses(
    'a pointer of Git LFS',
    () => `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 1234\n`,
    'pointer of Git LFS.*git lfs pull',
  ),
  refuses('a JSON array', () => json(EVENTS), 'one JSON document.*jq -c'),
  refuses('a JSON array over many lines', () => JSON.stringify(EVENTS, null, 2), 'one JSON document'),
  refuses(
    'minified JSON of 40 MB in one line',
    () =>
      json({ rows: Array.from({ length: 40 }, () => EVENTS.map((event) => ({ ...event, text: 'x'.repeat(4000) }))) }),
    'one JSON document|longer than',
  ),
  reads('JSON Lines that are called a CSV', () => objects(), { ...ALL, format: 'jsonl' }),
  reads(
    'JSON Lines of which some are broken',
    () => objects().replaceAll(/.*"item":"i7".*\n/g, '{"user":"u1","item":\n'),
    { read: 240, kept: 240 - BROKEN, rejected: { 'jsonl/not-object': BROKEN }, items: 39 },
    { says: /left out: not a JSON object × \d \(lines 2, / },
  ),
  refuses(
    'JSON Lines with values in values',
    () => objects(() => ({ context: { page: 'x', at: [1, 2] } })),
    'Line 1 holds other values at “context[^”]*”',
  ),
  refuses(
    'JSON Lines with a key for every value',
    () => Array.from({ length: 5000 }, (_, i) => json({ user: 'u1', [`item-${i}`]: 1 })).join(''),
    'more than [\\d,]+ different keys',
  ),
  reads('JSON Lines with the names of objects as keys', () => objects(() => ({ constructor: 'a', toString: 1 })), {
    ...ALL,
    format: 'jsonl',
  }),
];
