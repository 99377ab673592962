import { constants as bufferLimits } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { tinyDataset } from '../../model/harness/tiny-log';
import { plainDocument } from '../testing';
import { base64Length, base64Pieces, decodeFloats, encodeFloats, floatsIn } from './base64';
import { exportedFile } from './exported-file';
import { JsonText, jsonPieces } from './json-pieces';
import { LONGEST_TEXT, readText } from './read-text';
import { parseWeightsFile, readTensor, weightsFile } from './weights-file';

const joined = (value: unknown): string => [...jsonPieces(value)].join('');
/** Numbers with all kinds of bits. */
const floats = (length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin(i) * 10 ** ((i % 61) - 30));

describe('JSON in pieces', () => {
  it.each([
    null,
    'a "quoted" \n line \u2028',
    [],
    {},
    [1, null, Number.NaN, 'x', true, undefined],
    [[], [1, 2], {}, [[3]]],
    { a: undefined, b: { '': [] }, __proto__: null, 'é"': [{ c: undefined }, 5] },
    { many: Array.from({ length: 10_001 }, (_, i) => i / 7), rows: Array.from({ length: 5000 }, (_, i) => [i]) },
  ])('is what JSON.stringify writes: %#', (value) => {
    expect(joined(value)).toBe(JSON.stringify(value));
  });

  it('comes in pieces of a moderate length, with what is written by itself in its place', () => {
    const digits = Array.from({ length: 300_000 }, (_, i) => i);
    const pieces = [...jsonPieces({ digits, last: new JsonText(() => ['"', 'x'.repeat(1_500_000), 'y"']) })];
    expect(pieces.length).toBeGreaterThan(2);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(3_000_000);
    expect(JSON.parse(pieces.join(''))).toEqual({ digits, last: `${'x'.repeat(1_500_000)}y` });
  });
});

describe('floats as base64', () => {
  it.each([0, 1, 2, 3, 5, 24_575, 24_576, 24_577])('of %i are the same in pieces of any length', (length) => {
    const values = floats(length + 1).subarray(1);
    const whole = Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
    expect(encodeFloats(values)).toBe(whole);
    expect([...base64Pieces(values, 3 * 7)].join('')).toBe(whole);
    expect(whole).toHaveLength(base64Length(length));
    expect(floatsIn(whole)).toBe(length);
    expect(decodeFloats(whole)).toEqual(values.slice());
  });
});

it('a tensor of far too many numbers is refused with how many, undecoded', () => {
  const data = encodeFloats(floats(2000));
  const read = (text: string) => () =>
    readTensor({ tensors: { t: { shape: [80], dtype: 'float32', encoding: 'base64-f32-le', data: text } } }, 't', [80]);
  expect(read(data)).toThrow('wrong-length {"tensor":"t","got":2000,"expected":80}');
  // No base64 at all: a shorter one is decoded, and is none.
  expect(read('~'.repeat(data.length))).toThrow('"got":2000');
  expect(read('~'.repeat(400))).toThrow('"got":0');
});

describe('a weights file', () => {
  const weights = new Map([
    ['table/items', { shape: [8191, 1], values: floats(8191) }],
    ['user/both/scale', { shape: [1], values: floats(1) }],
  ]);
  const parts = {
    ...plainDocument(1),
    run: { steps: 3, protocol: 'p', metrics: {}, baselines: {}, dataset: 'd', series: [], result: null },
  };
  const plain = (values: Float32Array): number[] => Array.from(values, (value) => Number(value.toPrecision(9)));

  it.each(['base64-f32-le', 'array'] as const)(
    'as %s is written byte for byte as it would be in one string',
    async (encoding) => {
      const file = weightsFile(parts, tinyDataset(), weights, encoding);
      const whole = {
        ...file,
        tensors: Object.fromEntries(
          [...weights].map(([path, { values }]) => [
            path,
            { ...file.tensors[path], data: encoding === 'array' ? plain(values) : encodeFloats(values) },
          ]),
        ),
      };
      const text = await exportedFile('w.json', file).blob.text();
      expect(text).toBe(JSON.stringify(whole));
      const read = parseWeightsFile(text);
      for (const [path, { shape, values }] of weights) expect(readTensor(read, path, shape)).toEqual(values);
    },
  );
});

it('a file that is longer than a string may be is refused before it is read', async () => {
  expect(LONGEST_TEXT).toBe(bufferLimits.MAX_STRING_LENGTH);
  const file = new Blob(['12345']);
  expect(await readText(file, 5)).toBe('12345');
  await expect(readText(file, 4)).rejects.toMatchObject({
    problem: { code: 'too-large', values: { bytes: 5, limit: 4 } },
  });
});
