import { existsSync, openAsBlob } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DataError, type Table } from '../../table';
import { toCsv } from '../../worlds/tables';
import { worldById } from '../../worlds/worlds';
import { readTable } from '../readers';
import { sourceOf } from '../sources';
import { parseFlat } from './flat';

const read = async (text: string | Uint8Array<ArrayBuffer>, options = {}, name = 'log.jsonl') =>
  (await readTable(new File([text], name), { file: 'log', options })).table;
const cells = (table: Table) =>
  Array.from({ length: table.rows }, (_, row) =>
    table.columns.map(({ dictionary, codes }) => dictionary[codes[row]!]!),
  );
const problem = async (reading: Promise<unknown>) => {
  const error: unknown = await reading.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DataError);
  return (error as DataError).problem;
};
/** The same rows as lines of JSON. */
const asJson = (table: Table) =>
  cells(table)
    .map((row) => JSON.stringify(Object.fromEntries(row.map((cell, c) => [table.columns[c]!.name, cell]))))
    .join('\n');

describe('a file of flat JSON objects', () => {
  it('has a column for each key, in the order in which they first come, empty where a line has none', async () => {
    const table = await read('{"user":"a","item":"x"}\n\n{"item":"y","day":3,"user":"b"}\r\n{"user":"c"}');
    expect(table.columns.map(({ name }) => name)).toEqual(['user', 'item', 'day']);
    expect(cells(table)).toEqual([
      ['a', 'x', ''],
      ['b', 'y', '3'],
      ['c', '', ''],
    ]);
    expect(table).toMatchObject({
      rows: 3,
      line: Uint32Array.of(1, 3, 4),
      options: { encoding: 'utf-8' },
      report: { read: 3, kept: 3, rejected: [] },
    });
  });

  it('may end its lines as several systems do', async () => {
    const table = await read('{"a":1}\r{"a":2}\r\n{"a":3}\n{"a":4}\r');
    expect([cells(table).flat(), [...table.line]]).toEqual([
      ['1', '2', '3', '4'],
      [1, 2, 3, 4],
    ]);
    // The parts of a file are pieces of its text.
    const parts = new File(['{"a":1}\r', '\n{"a":2}\r\n'], 'log.jsonl');
    const { line } = (await readTable(parts, { file: 'log', options: {} })).table;
    expect([...line]).toEqual([1, 2]);
  });

  it('keeps numbers as they are written: twenty digits, decimals, exponents', async () => {
    const line = '{"id":12345678901234567890,"x":17850.0,"y":-1e5,"text":"7, {8}","12":"\\"9\\" \\u00e9"}';
    expect(cells(await read(line))).toEqual([['"9" é', '12345678901234567890', '17850.0', '-1e5', '7, {8}']]);
  });

  it('keeps true and false by name and takes null for nothing', async () => {
    expect(cells(await read('{"a":true,"b":false,"c":null}'))).toEqual([['true', 'false', '']]);
  });

  it('is the same table as the CSV of the same rows, late keys and long dictionaries too', async () => {
    const { log } = worldById('teashop').generate({ events: 3000, seed: 4 });
    const fromCsv = await read(toCsv(log), {}, 'log.csv');
    const fromJson = await read(asJson(log), {}, 'log.ndjson');
    expect(fromJson.columns).toEqual(fromCsv.columns);
    expect(fromJson.rows).toBe(log.rows);
  });

  it('is read in the encoding that is given or found', async () => {
    // {"用户":"小王"}
    const gbk = Uint8Array.from(Buffer.from('7b22d3c3bba7223a22d0a1cdf5227d', 'hex'));
    for (const options of [{}, { encoding: 'gb18030' }]) {
      const table = await read(gbk, options);
      expect(table.options).toEqual({ encoding: 'gb18030' });
      expect([table.columns[0]!.name, cells(table)]).toEqual(['用户', [['小王']]]);
    }
  });
});

describe('a line that cannot be used', () => {
  it('is counted by reason with its number, a nested one with its path, and costs nothing else', async () => {
    const { rows, report } = await read(
      [
        '{"user":"a","item":"x"}',
        '{"user":"a",',
        '{"user":"a","meta":{"tags":["red"]}}',
        '["a","x"]',
        '{"user":01}',
        '{"tags":[],"user":"b"}',
        '{"user":"b","item":"y"}',
      ].join('\n'),
    );
    expect(rows).toBe(2);
    expect(report).toEqual({
      read: 7,
      kept: 2,
      rejected: [
        {
          reason: 'jsonl/not-object',
          count: 3,
          examples: [
            { line: 2, text: '{"user":"a",' },
            { line: 4, text: '["a","x"]' },
            { line: 5, text: '{"user":01}' },
          ],
        },
        {
          reason: 'jsonl/nested',
          count: 2,
          examples: [
            { line: 3, text: '{"user":"a","meta":{"tags":["red"]}}', column: 'meta.tags[0]' },
            { line: 6, text: '{"tags":[],"user":"b"}', column: 'tags' },
          ],
        },
      ],
    });
  });

  it('names path and line of the first nested value where no line is flat', async () => {
    expect(await problem(read('{"a":1,"meta":{"by":"x"}}\n{"a":2,"meta":{"by":"y"}}\n'))).toEqual({
      code: 'jsonl/nested',
      file: 'log',
      values: { file: 'log.jsonl', line: 1, path: 'meta.by' },
    });
    expect((await problem(read('[1]\n[2]\n'))).code).toBe('no-valid-rows');
  });

  it('cannot grow without end, nor can the number of keys', async () => {
    expect(await problem(read(`{"a":1}\n{"a":"${'x'.repeat(3 << 20)}`))).toMatchObject({
      code: 'jsonl/endless-line',
      values: { line: 2 },
    });
    const keys = Array.from({ length: 1001 }, (_, i) => `{"k${i}":1}`).join('\n');
    expect(await problem(read(keys))).toMatchObject({
      code: 'jsonl/too-many-keys',
      values: { line: 1001, path: 'k1000' },
    });
  });

  it('is told from an empty file', async () => {
    for (const text of ['', ' \n\n']) expect((await problem(read(text))).code).toBe('empty-file');
  });
});

it('stops when asked to', async () => {
  const stop = new AbortController();
  const reading = readTable(new File(['{"a":1}\n'.repeat(400_000)], 'a.jsonl'), {
    file: 'log',
    options: {},
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
});

it('is told by its beginning, whatever it is called, or by its name', () => {
  const formatOf = (name: string, text: string) => sourceOf(name, new TextEncoder().encode(text)).id;
  expect(formatOf('log.txt', '\n {"user": 1}\n')).toBe('jsonl');
  expect(formatOf('reviews.json', '{"reviewerID":"a"}\n')).toBe('jsonl');
  expect(formatOf('log.JSONL', '[1, 2]\n')).toBe('jsonl');
  expect(formatOf('log.csv', '{user},item\n')).toBe('csv');
});

it('a value within a hundred thousand others has a path all the same', () => {
  const depth = 100_000;
  expect(parseFlat(`{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`)).toEqual({
    kind: 'nested',
    path: expect.stringMatching(/^a(\[0\]){33,34}$/),
  });
});

it('a key that is a number is a key still', () => {
  expect(parseFlat('{"1" : 2}')).toEqual({ kind: 'row', cells: new Map([['1', '2']]) });
  expect(parseFlat('{1: 2}')).toEqual({ kind: 'not-object' });
});

const log = '../shared/datasets/ml-latest-small/interactions.csv';
it.skipIf(!existsSync(log))('reads a real log line for line as its CSV', async () => {
  const csv = (await readTable(new File([await openAsBlob(log)], 'log.csv'), { file: 'log', options: {} })).table;
  const json = await read(asJson(csv));
  expect(json.columns).toEqual(csv.columns);
  expect([json.rows, json.report.rejected]).toEqual([100_836, []]);
});
