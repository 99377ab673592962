import { describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs';
import { numbers, onDevice, relativeError } from '../testing';
import { WeightStore, TouchedBuffer } from '../optimizers/weights';
import { hyperparameters, applyRule } from '../optimizers/rules';
import type { Rule } from '../optimizers/rules';
import { Storage } from '../storage';
import { lookup } from './lookup';
import { lookupReference, rowGradients, touchedRows } from './reference';

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
  it('lists distinct rows in order, with every slot that has weight', () => {
    const touched = touchedRows([
      { ids: Uint32Array.of(3, 1, 3), weights: null, slots: 1, firstRow: 0 },
      { ids: Uint32Array.of(1, 0, 0, 3), weights: Float32Array.of(0.5, 0, 0.25, 1), slots: 2, firstRow: 3 },
    ], new Uint32Array(5));
    expect(touched).toEqual({
      unique: Uint32Array.of(0, 1, 3), start: Uint32Array.of(0, 1, 3, 6),
      source: Uint32Array.of(4, 1, 3, 0, 2, 4), scale: Float32Array.of(0.25, 1, 0.5, 1, 1, 1),
    });
  });

  it('leaves its scratch clean', () => {
    const counts = new Uint32Array(4);
    touchedRows([{ ids: Uint32Array.of(3, 1, 3), weights: null, slots: 1, firstRow: 0 }], counts);
    expect([...counts]).toEqual([0, 0, 0, 0]);
  });
});

describe.each<Rule>(['lazy-adam', 'adam', 'sgd'])('updating touched rows by %s', (rule) => {
  it.each([
    { tableRows: 1, width: 3, slots: 6 },
    { tableRows: 50, width: 8, slots: 200 },
  ])('gives the same table as the plain loop after three steps, duplicates summed ($tableRows rows)', async ({ tableRows, width, slots }) => {
    const store = new WeightStore();
    const start = numbers(tableRows * width, 7);
    store.add('table/t', [tableRows, width], start);
    const expected = { value: start.slice(), moment1: new Float32Array(start.length), moment2: new Float32Array(start.length) };
    const most = rule === 'adam' ? tableRows : Math.min(tableRows, slots);
    const buffer = new TouchedBuffer('table/t', most, slots);
    const hyper = Storage.create('hyper', [4], 'float32');
    for (let step = 1; step <= 3; step++) {
      const rowIds = ids(slots, tableRows, 10 + step);
      const gradient = numbers(slots * width, 20 + step);
      const rows = touchedRows([{ ids: rowIds, weights: null, slots: 1, firstRow: 0 }], new Uint32Array(tableRows), rule === 'adam');
      const factors = hyperparameters(0.01, 0.1, step);
      buffer.write(rows);
      hyper.write(factors);
      const leaf = tf.tensor2d(gradient, [slots, width]);
      store.updateRows('table/t', rule, [leaf], buffer, hyper);
      await leaf.data(); // submits before the next write
      leaf.dispose();
      const sums = rowGradients(rows, [gradient], width);
      rows.unique.forEach((row, u) => {
        for (let d = 0; d < width; d++) applyRule(rule, expected, row * width + d, sums[u * width + d] ?? 0, factors);
      });
    }
    expect(relativeError(await store.read('table/t'), expected.value)).toBeLessThan(1e-5);
    store.dispose();
    buffer.dispose();
    hyper.dispose();
  });
});

it('lazy Adam leaves the rows alone that no id named, exact Adam moves every row that has momentum', async () => {
  const run = async (rule: Rule): Promise<Float32Array> => {
    const store = new WeightStore();
    store.add('table/t', [2, 1], Float32Array.of(1, 1));
    const buffer = new TouchedBuffer('t', 2, 1);
    const hyper = Storage.create('hyper', [4], 'float32');
    for (const [step, id] of [[1, 0], [2, 1]] as const) {
      buffer.write(touchedRows([{ ids: Uint32Array.of(id), weights: null, slots: 1, firstRow: 0 }], new Uint32Array(2), rule === 'adam'));
      hyper.write(hyperparameters(0.1, 0, step));
      const gradient = tf.ones([1, 1]);
      store.updateRows('table/t', rule, [gradient], buffer, hyper);
      await gradient.data();
    }
    return store.read('table/t');
  };
  const lazy = await run('lazy-adam');
  expect(lazy[0]).toBeCloseTo(0.9, 5);
  const exact = await run('adam');
  // Row 0 keeps moving in step 2: m = .09, v = .000998, corrected m / sqrt(v) = .4737 / .7069.
  expect(exact[0]).toBeCloseTo(0.9 - 0.1 * (0.09 / 0.19) / Math.sqrt(0.000999 / 0.001999), 4);
});
