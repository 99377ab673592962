import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DataError, type Table } from '../table';
import { readDelimited } from './csv/read';
import { encodeText } from './encodings-testing';

const HEADER = 'user,item,title,rating';
const TITLES: Record<string, readonly string[]> = {
  'windows-1251': ['Мастер и Маргарита', 'Преступление и наказание', 'Ёлки', 'МОСКВА СЛЕЗАМ НЕ ВЕРИТ'],
  'windows-1252': ['Les Misérables', 'À la recherche du temps perdu', 'Le père Goriot', 'L’été – «Noël»'],
  'iso-8859-2': ['Zażółć gęślą jaźń', 'Krzyżacy', 'Potop', 'Książę i żebrak'],
  'windows-1250': ['Zażółć gęślą jaźń', 'Śluby panieńskie', 'Książę i żebrak'],
  gb18030: ['红楼梦', '三国演义', '西游记', '水浒传'],
  big5: ['紅樓夢', '三國演義', '西遊記', '水滸傳', '我們的父親'],
  shift_jis: ['吾輩は猫である', 'こころ', '銀河鉄道の夜', 'ノルウェイの森', 'ハリー・ポッター'],
  'euc-kr': ['해리 포터와 마법사의 돌', '어린 왕자', '노르웨이의 숲', '엄마를 부탁해', '채식주의자'],
};

const csv = (titles: readonly string[]): string =>
  [HEADER, ...Array.from({ length: 40 }, (_, i) => `u${i % 7},i${i},${titles[i % titles.length]},${i % 5}`)].join('\n');
const read = (bytes: Uint8Array<ArrayBuffer>, encoding?: string): Promise<Table> =>
  readDelimited(new Blob([bytes]), { fileName: 'log.csv', ...(encoding ? { encoding } : {}) });
const cellsOf = (table: Table, column: string) =>
  table.columns.find(({ name }) => name === column)!.dictionary.slice(1);

describe('the encoding of a file without a mark', () => {
  it.each(Object.entries(TITLES))('is found: %s', async (encoding, titles) => {
    const table = await read(encodeText(csv(titles), encoding));
    expect(table.options.encoding).toBe(encoding);
    expect(cellsOf(table, 'title')).toEqual(titles);
    expect([table.notices, table.report.rejected]).toEqual([undefined, []]);
  });

  it('of 35 Cyrillic ids that differ in their last letter leaves 35 items', async () => {
    const ids = Array.from('абвгдежзийклмнопрстуфхцчшщъыьэюяАБВ', (letter) => `книг${letter}`);
    const rows = Array.from({ length: 300 }, (_, i) => `u${i % 20},${ids[(i * 11) % 35]},${i}`);
    const table = await read(encodeText(['user,item,time', ...rows].join('\n'), 'windows-1251'));
    expect(table.options.encoding).toBe('windows-1251');
    expect(new Set(cellsOf(table, 'item'))).toEqual(new Set(ids));
  });

  it('of Finnish, whose vowels come in pairs, is Latin-1', async () => {
    const titles = ['Hyvää yötä', 'Sää', 'Öölanti', 'Työmiehen päiväkirja', 'Äänettömät'];
    const table = await read(encodeText(csv(titles), 'windows-1252'));
    expect(table.options.encoding).toBe('windows-1252');
    expect(cellsOf(table, 'title')).toEqual(titles);
  });

  it.each([
    ['windows-1252', ['Año nuevo', 'El Niño', 'Corazón', 'Cien años de soledad']],
    ['windows-1252', ['Så som i himmelen', 'Fröken Julie', 'Smultronstället']],
    ['windows-1252', ['Smørrebrød', 'På dansk', 'Kærlighed']],
    ['windows-1252', ['Das Parfüm', 'Die Blechtrommel', 'Straße der Träume']],
    ['windows-1250', ['Příliš žluťoučký kůň', 'Babička', 'Tři oříšky']],
    ['iso-8859-2', ['Příliš žluťoučký kůň', 'Babička', 'Tři oříšky']],
    ['windows-1251', ['Тіні забутих предків', 'Камінний хрест', 'Їжак']],
    ['windows-1251', ['мир', 'война']],
  ])('is told from its neighbours: %s %j', async (encoding, titles) => {
    const table = await read(encodeText(csv(titles), encoding));
    expect(table.options.encoding).toBe(encoding);
    expect(cellsOf(table, 'title')).toEqual(titles);
    expect(table.notices).toBeUndefined();
  });

  it('is found behind a long plain beginning', async () => {
    const plain = Array.from({ length: 20_000 }, (_, i) => `u${i},i${i},plain ${i},1`).join('\n');
    const table = await read(encodeText(`${plain}\nu,i,${TITLES['euc-kr']!.join(' ')},1\n`, 'euc-kr'));
    expect(table.options.encoding).toBe('euc-kr');
  });

  it('is unsure where another one reads other words that are as plausible', async () => {
    const table = await read(encodeText('user,item\nu1,sõna\nu2,tower\n', 'windows-1252'));
    expect(table.options.encoding).toBe('windows-1252');
    expect(table.notices).toMatchObject([{ code: 'encoding-unsure', values: { encoding: 'windows-1252' } }]);
    expect((await read(encodeText('user,item\nu1,sõna\nu2,tower\n', 'windows-1252'), 'windows-1252')).notices).toBe(
      undefined,
    );
  });

  const movies = '../shared/datasets/ml-latest-small/items.csv';
  it.skipIf(!existsSync(movies))('of real titles of many languages is Latin-1', async () => {
    const lines = readFileSync(movies, 'utf8').split('\n');
    const western = lines.filter((line) => !/[^ -~\u00a1-\u00ff]/.test(line));
    const table = await read(encodeText(western.join('\n'), 'windows-1252'));
    expect(table.options.encoding).toBe('windows-1252');
    expect(table.notices).toBeUndefined();
  });
});

describe('bytes that mean nothing', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, i) => `u${i},i${i},tête ${i}`);
  const withDamage = (count: number, damaged: number): Uint8Array<ArrayBuffer> => {
    const bytes = new TextEncoder().encode(['user,item,title', ...rows(count)].join('\n'));
    let left = damaged;
    return bytes.map((byte, at) => (byte === 0xc3 && bytes[at - 1] === 0x74 && left-- > 0 ? 0xff : byte));
  };

  it('are counted by row and column where they are few, and the rows are kept', async () => {
    const table = await read(withDamage(4000, 4));
    expect(table.options.encoding).toBe('utf-8');
    expect(table.report).toMatchObject({ read: 4000, kept: 4000 });
    expect(table.report.rejected).toEqual([
      {
        reason: 'undecodable',
        count: 4,
        columns: { title: 4 },
        examples: Array.from({ length: 4 }, (_, i) => ({
          line: i + 2,
          text: `t\uFFFD\uFFFDte ${i}`,
          column: 'title',
        })),
      },
    ]);
  });

  it('refuse the file in more than one of a thousand rows, with the encoding and a place', async () => {
    const error: unknown = await read(withDamage(4000, 5)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DataError);
    expect((error as DataError).problem).toEqual({
      code: 'undecodable',
      file: 'log',
      values: {
        encoding: 'utf-8',
        rows: 5,
        all: 4000,
        columns: 'title (5)',
        line: 2,
        text: 't\uFFFD\uFFFDte 0',
        column: 'title',
      },
    });
  });

  it('are none where the file itself says �', async () => {
    const text = ['user,item', ...Array.from({ length: 50 }, (_, i) => `u${i},\uFFFD${i}`)].join('\n');
    expect((await read(new TextEncoder().encode(text))).report.rejected).toEqual([]);
  });

  it('refuse a file in the wrong encoding that a person named', async () => {
    const bytes = encodeText(csv(TITLES['windows-1251']!), 'windows-1251');
    await expect(read(bytes, 'utf-8')).rejects.toMatchObject({
      problem: { code: 'undecodable', values: { rows: 40 } },
    });
    expect((await read(bytes, 'windows-1251')).rows).toBe(40);
  });
});
