import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Storage } from '../../engine/storage';
import { onDevice, useForm } from '../../engine/testing';
import { chunkRows } from './chunk-rows';

onDevice();

const dataset = (users: number, items: number) => ({
  users: Array<string>(users).fill(''),
  items: Array<string>(items).fill(''),
});
/** A history of fifty events of so many fields of width 32. */
const reading = (side: 'user' | 'item', fields: number, pooled: number): Parameters<typeof chunkRows>[0] => ({
  rowTensor: { user: 0, item: 0 },
  lookups: [
    {
      key: 'history/rows',
      tables: [],
      fields: Array<string>(fields).fill(''),
      side,
      pooled,
      unit: false,
      at: 'history',
      length: 50,
      width: 32,
    },
  ],
});

it('a CPU adapter is busy with few rows, however large the log is', () => {
  useForm('this adapter');
  const large = dataset(1e6, 1e6);
  expect(['user', 'item'].map((side) => chunkRows(reading('user', 1, 1), large, side as 'user' | 'item'))).toEqual([
    256, 512,
  ]);
});

it('a chunk is no larger than one buffer holds of what its rows make on the way', () => {
  useForm('this adapter');
  const large = dataset(1e6, 1e6);
  const most = Storage.mostNumbers();
  const rows = (perRow: number) => chunkRows({ lookups: [], rowTensor: { user: perRow, item: 0 } }, large, 'user');
  expect(rows(most / 256)).toBe(256);
  expect(rows(most / 256 + 1)).toBe(192);
  expect(rows(most / 63)).toBe(63);
  expect(rows(2 * most)).toBe(1);
  expect(chunkRows({ lookups: [], rowTensor: { user: most, item: 0 } }, large, 'item')).toBe(512);
});

describe('a GPU', () => {
  beforeAll(() => useForm('a GPU'));
  afterAll(() => useForm('this adapter'));

  it('gets many rows, but no more than there are, in whole workgroups', () => {
    expect(chunkRows(reading('user', 1, 1), dataset(1e6, 1e6), 'user')).toBe(2048);
    expect(chunkRows(reading('user', 1, 1), dataset(1e6, 1e6), 'item')).toBe(4096);
    expect(chunkRows(reading('user', 1, 1), dataset(700, 1e6), 'user')).toBe(704);
    expect(chunkRows(reading('user', 1, 1), dataset(10, 1e6), 'user')).toBe(256);
  });

  it('gets fewer where each of them looks up much', () => {
    const large = dataset(1e6, 1e6);
    // 50 x 2 x 32 numbers of a row that nothing pools as they are looked up.
    expect(chunkRows(reading('user', 2, 0), large, 'user')).toBe(Math.ceil(2 ** 21 / 3200 / 64) * 64);
    expect(chunkRows(reading('user', 2, 0), large, 'item')).toBe(4096);
    expect(chunkRows(reading('user', 90, 0), large, 'user')).toBe(256);
  });
});
