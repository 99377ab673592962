import { existsSync, openAsBlob } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DataError, type Table } from '../../table';
import { readDelimited, type ReadOptions } from './read';

const read = (source: string | Blob | Uint8Array<ArrayBuffer>, options: Partial<ReadOptions> = {}) =>
  readDelimited(source instanceof Uint8Array ? new Blob([source]) : source, { fileName: 'log.csv', ...options });
const cells = (table: Table) =>
  Array.from({ length: table.rows }, (_, row) =>
    table.columns.map(({ dictionary, codes }) => dictionary[codes[row]!]!),
  );
const problem = async (reading: Promise<Table>) => {
  const error: unknown = await reading.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DataError);
  return (error as DataError).problem;
};
const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)));

describe('a delimited file', () => {
  it('becomes dictionary-encoded columns, the empty cell first', async () => {
    const table = await read('user,item\nb,x\na,\nb,y\n');
    expect(table.columns).toEqual([
      { name: 'user', dictionary: ['', 'b', 'a'], codes: Uint32Array.of(1, 2, 1) },
      { name: 'item', dictionary: ['', 'x', 'y'], codes: Uint32Array.of(1, 0, 2) },
    ]);
    expect(table).toMatchObject({
      rows: 3,
      line: Uint32Array.of(2, 3, 4),
      options: { delimiter: ',', header: true, encoding: 'utf-8' },
      report: { read: 3, kept: 3, rejected: [] },
    });
  });

  it('keeps ids as text: leading zeros, 64 bits, decimals', async () => {
    expect(cells(await read('user,item\n007,-9223372036854775807\n17850.0,1e5\n'))).toEqual([
      ['007', '-9223372036854775807'],
      ['17850.0', '1e5'],
    ]);
  });

  it('reads the same from a file as from text', async () => {
    const text = `user,note\n${Array.from({ length: 40_000 }, (_, i) => `u${i % 700},"line ${i}\nof ""two"""`).join('\n')}\n`;
    const fromText = await read(text);
    const fromFile = await read(new Blob([text]));
    expect(fromFile).toEqual(fromText);
    expect(fromText.rows).toBe(40_000);
    expect(fromText.line[39_999]).toBe(2 + 2 * 39_999);
    expect(cells(fromText)[39_999]).toEqual(['u99', 'line 39999\nof "two"']);
  });

  it('keeps every good row among ten thousand bad ones, and says which were bad', async () => {
    const lines = ['user,item,time'];
    for (let i = 0; i < 10_000; i++)
      lines.push(`u${i},i${i},${i}`, i % 3 === 0 ? `"u${i},x` : i % 3 === 1 ? `u${i}` : `u${i},i,1,2,3`);
    const { rows, report } = await read(lines.join('\n'));
    expect(rows).toBe(10_000);
    expect(report).toMatchObject({ read: 20_000, kept: 10_000 });
    expect(report.rejected.map(({ reason, count }) => [reason, count])).toEqual([
      ['unclosed-quote', 3334],
      ['too-few-cells', 3333],
      ['too-many-cells', 3333],
    ]);
    expect(report.rejected[1]!.examples).toEqual(
      [5, 11, 17, 23, 29].map((line) => ({ line, text: `u${(line - 3) / 2}` })),
    );
  });

  it('reports its progress up to the end', async () => {
    const seen: number[] = [];
    await read(`user,item\n${'u,i\n'.repeat(800_000)}`, { onProgress: (fraction) => seen.push(fraction) });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
  });

  it('stops when asked to', async () => {
    const stop = new AbortController();
    const reading = read(`user,item\n${'u,i\n'.repeat(800_000)}`, {
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('the encoding', () => {
  it('is UTF-8 with or without a mark, which is no part of the first name', async () => {
    const table = await read(bytes([0xef, 0xbb, 0xbf], 'user,título\na,é\n'));
    expect(table.columns.map(({ name }) => name)).toEqual(['user', 'título']);
    expect((await read('\uFEFFuser,item\na,b\n')).columns[0]!.name).toBe('user');
  });

  it('is found to be GBK where Chinese text is not UTF-8', async () => {
    // 用户,商品 / 小王,红楼梦 / 小李,三国演义
    const table = await read(
      bytes(
        [0xd3, 0xc3, 0xbb, 0xa7],
        ',',
        [0xc9, 0xcc, 0xc6, 0xb7],
        '\n',
        [0xd0, 0xa1, 0xcd, 0xf5],
        ',',
        [0xba, 0xec, 0xc2, 0xa5, 0xc3, 0xce],
        '\n',
        [0xd0, 0xa1, 0xc0, 0xee],
        ',',
        [0xc8, 0xfd, 0xb9, 0xfa, 0xd1, 0xdd, 0xd2, 0xe5],
        '\n',
      ),
    );
    expect(table.options.encoding).toBe('gb18030');
    expect(table.columns.map(({ name }) => name)).toEqual(['用户', '商品']);
    expect(cells(table)).toEqual([
      ['小王', '红楼梦'],
      ['小李', '三国演义'],
    ]);
  });

  it('is found to be Latin-1 where accents stand alone', async () => {
    const table = await read(bytes('id,title\n1,Mis', [0xe9], 'rables|Les\n2,Am', [0xe9], 'lie\n'));
    expect(table.options.encoding).toBe('windows-1252');
    expect(cells(table)).toEqual([
      ['1', 'Misérables|Les'],
      ['2', 'Amélie'],
    ]);
  });

  it('stays UTF-8 when one byte of many is damaged', async () => {
    const table = await read(bytes('id,title\n1,', [0xff], 'x\n', ...Array.from({ length: 30 }, (_, i) => `${i},é\n`)));
    expect(table.options.encoding).toBe('utf-8');
    expect(cells(table)[5]).toEqual(['4', 'é']);
  });

  it('is what the person names', async () => {
    expect(cells(await read(bytes('id,t\n1,', [0xc4, 0xe3], '\n'), { encoding: 'windows-1252' }))).toEqual([
      ['1', 'Äã'],
    ]);
    expect(cells(await read(bytes('id,t\n1,', [0xc4, 0xe3], '\n'), { encoding: 'gb18030' }))).toEqual([['1', '你']]);
  });

  it('is UTF-16 where the mark says so', async () => {
    const text = '\uFEFFuser,item\na,b\n';
    const table = await read(Uint8Array.from([...text].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8])));
    expect(table.options.encoding).toBe('utf-16le');
    expect(cells(table)).toEqual([['a', 'b']]);
  });

  it('is UTF-16 without a mark where the person says so: its zeros do not make it another kind of file', async () => {
    const text = Array.from({ length: 40 }, (_, i) => `a${i},b\n`).join('');
    const plain = Uint8Array.from([...text].flatMap((c) => [c.charCodeAt(0), 0]));
    expect(await problem(read(plain))).toMatchObject({ code: 'not-text' });
    expect(cells(await read(plain, { encoding: 'utf-16le', header: false }))[39]).toEqual(['a39', 'b']);
  });
});

describe('a file that cannot be used', () => {
  it('is refused when it is empty or blank', async () => {
    expect(await problem(read(''))).toEqual({ code: 'empty-file', file: 'log', values: { file: 'log.csv' } });
    expect(await problem(read(new Blob([]), { file: 'items' }))).toMatchObject({ code: 'empty-file', file: 'items' });
    for (const times of [1, 100_000])
      expect(await problem(read('\n \r\n\n'.repeat(times)))).toMatchObject({ code: 'empty-file' });
    expect(await problem(read(bytes([0xef, 0xbb, 0xbf])))).toMatchObject({ code: 'empty-file' });
  });

  it('is refused when it has a header and nothing else', async () => {
    expect(await problem(read('user,item,time\n'))).toEqual({
      code: 'header-only',
      file: 'log',
      values: { file: 'log.csv' },
    });
  });

  it('is refused as one line where it is too long for a header, whole or cut short', async () => {
    for (const text of ['x,'.repeat(200_000), `${'x,'.repeat(200_000)}\n\n`, '1,'.repeat(200_000)])
      expect(await problem(read(text))).toEqual({
        code: 'csv/one-line',
        file: 'log',
        values: { file: 'log.csv', characters: text.length },
      });
    expect(await problem(read('x,'.repeat(9_000_000)))).toEqual({
      code: 'csv/endless-line',
      file: 'log',
      values: { file: 'log.csv', line: 1, characters: 2 ** 24 },
    });
  });

  it('is not refused for a long first line above others', async () => {
    const table = await read(`user,${'x'.repeat(300_000)}\na,1\nb,2\n`);
    expect(cells(table)).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  it('is refused when it is not text', async () => {
    expect(await problem(read(new Uint8Array(5000)))).toEqual({
      code: 'not-text',
      file: 'log',
      values: { file: 'log.csv' },
    });
    const zip = Uint8Array.from({ length: 4000 }, (_, i) => (i < 4 ? [0x50, 0x4b, 3, 4][i]! : (i * 7919) % 256));
    expect(await problem(read(zip))).toMatchObject({ code: 'not-text' });
  });

  it('is refused with the first bad line when no row has the width of the header', async () => {
    expect(await problem(read('user,item,time\n1,2\n3,4\n', { header: true, delimiter: ',' }))).toEqual({
      code: 'no-valid-rows',
      file: 'log',
      values: { file: 'log.csv', rows: 2, reason: 'too-few-cells', line: 2, text: '1,2' },
      report: {
        read: 2,
        kept: 0,
        rejected: [
          {
            reason: 'too-few-cells',
            count: 2,
            examples: [
              { line: 2, text: '1,2' },
              { line: 3, text: '3,4' },
            ],
          },
        ],
      },
    });
  });
});

const datasets = '../shared/datasets';
describe('real files', () => {
  const skip = !existsSync(datasets); // not part of the project
  const open = async (path: string) => readDelimited(await openAsBlob(`${datasets}/${path}`), { fileName: path });

  it.skipIf(skip)('are read to the last row', async () => {
    const retail = await open('online-retail-uci/interactions.csv');
    expect([retail.rows, retail.line.at(-1), retail.report.rejected]).toEqual([406_829, 406_830, []]);
    expect(retail.columns.map(({ dictionary }) => dictionary.length - 1)).toEqual([
      4372, 3684, 20_460, 2, 436, 620, 22_190,
    ]);
  });

  it.skipIf(skip)('are read with :: and without a header, leading zeros kept', async () => {
    const movies = await open('movietweetings-100k/movies.dat');
    expect(movies.options).toEqual({ delimiter: '::', header: false, encoding: 'utf-8' });
    expect([movies.rows, ...cells(movies)[0]!]).toEqual([
      10_506,
      '0002844',
      "Fantômas - À l'ombre de la guillotine (1913)",
      'Crime|Drama',
    ]);
  });

  it.skipIf(skip)('of Parquet are refused here', async () => {
    expect(await problem(open('kuairand-pure-slice/impressions-val.parquet'))).toMatchObject({ code: 'not-text' });
  });
});
