import { describe, expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../testing';
import { Storage } from '../storage';
import { lookup } from './lookup';
import { lookupReference, touchedRows } from './reference';

onDevice();

const ids = (count: number, rows: number, seed: number): Uint32Array => Uint32Array.from(numbers(count, seed), (x) => Math.floor(((x + 1) / 2) * rows));

describe('lookup', () => {
  // Two shapes in a row: a cache key that forgot something would hand the second one the first one's shader.
  it.each([
    { rows: 5, slots: 1, width: 3, tableRows: 7, weighted: false },
    { rows: 130, slots: 4, width: 16, tableRows: 40, weighted: true },
    { rows: 1, slots: 1, width: 1, tableRows: 1, weighted: false },
  ])('sums the weighted rows of $rows x $slots slots as the plain loop does', async ({ rows, slots, width, tableRows, weighted }) => {
    const table = numbers(tableRows * width, 3);
    const rowIds = ids(rows * slots, tableRows, 4);
    const weights = weighted ? numbers(rows * slots, 5) : null;
    const storages = {
      table: Storage.create('table', [tableRows, width], 'float32', table),
      ids: Storage.create('ids', [rows * slots], 'int32', rowIds),
      weights: weights && Storage.create('weights', [rows * slots], 'float32', weights),
    };
    const result = lookup({ ...storages, rows, slots, width });
    expect(relativeError(await result.data(), lookupReference(table, rowIds, weights, rows, slots, width))).toBeLessThan(1e-6);
    result.dispose();
    for (const storage of Object.values(storages)) storage?.dispose();
  });
});

describe('touched rows', () => {
  it('lists distinct rows as they first occur, with every slot that has weight', () => {
    const touched = touchedRows([
      { ids: Uint32Array.of(3, 1, 3), weights: null, slots: 1, firstRow: 0 },
      { ids: Uint32Array.of(1, 0, 0, 3), weights: Float32Array.of(0.5, 0, 0.25, 1), slots: 2, firstRow: 3 },
    ], new Uint32Array(5));
    expect(touched).toEqual({
      unique: Uint32Array.of(3, 1, 0), start: Uint32Array.of(0, 3, 5, 6),
      source: Uint32Array.of(0, 2, 4, 1, 3, 4), scale: Float32Array.of(1, 1, 1, 1, 0.5, 0.25),
    });
  });

  it('leaves its scratch clean', () => {
    const counts = new Uint32Array(4);
    touchedRows([{ ids: Uint32Array.of(3, 1, 3), weights: null, slots: 1, firstRow: 0 }], counts);
    expect([...counts]).toEqual([0, 0, 0, 0]);
  });
});
