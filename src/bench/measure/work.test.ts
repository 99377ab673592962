import { expect, it } from 'vitest';
import { createProblem } from '../reference-model/problem';
import { bytesOf, flopsOf, tableBytes, workOf } from './work';

it('the byte formulas give the worked example of their source: V 1e6, B 8192, D 64', () => {
  const work = {
    batch: 8192,
    dim: 64,
    lookedUp: 294_912,
    touched: 255_402,
    tableRows: 1e6,
    sharedRows: 0,
    dense: 0,
    kernels: 0,
    out: 64,
  };
  expect(Math.round(bytesOf(work, 'touched') / 1e6)).toBe(619);
  expect(Math.round(bytesOf(work, 'dense') / 1e8)).toBe(25); // 2.3 GB for the update and 0.2 for the look-ups
  expect(Math.round(bytesOf({ ...work, lookedUp: 0 }, 'tfjs') / 1e8)).toBe(95);
  expect(tableBytes(work)).toBe(256e6);
});

it('the reference model has the sizes of its description', () => {
  const work = workOf(createProblem({ graph: 'tt', batch: 64, rows: 1000, seed: 7, events: 4096 }));
  const kernels = 224 * 128 + 128 * 64 + 128 * 128 + 128 * 64;
  expect(work).toMatchObject({
    batch: 64,
    dim: 32,
    tableRows: 2 * 1000 + 8 * 100,
    sharedRows: 1000,
    kernels,
    dense: kernels + 2 * (128 + 64),
    out: 64,
  });
  expect(work.lookedUp).toBeGreaterThan(64 * (10 + 1));
  expect(work.lookedUp).toBeLessThanOrEqual(64 * (10 + 20));
  expect(work.touched).toBeLessThan(work.lookedUp);
  expect(flopsOf(work)).toBe(6 * 64 * kernels + 8 * 64 * 64 * 64);
});
