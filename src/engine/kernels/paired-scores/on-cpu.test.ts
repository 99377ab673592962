import { describe, expect, it } from 'vitest';
import { numbers } from '../../testing';
import { packHits } from '../in-batch-softmax/hits';
import { inventLog, positivesOf } from '../in-batch-softmax/testing';
import { highestOnCpu, pairedGradientsOnCpu, pairedOnCpu } from './on-cpu';
import { hardestReference, NEVER, NO_COLUMN, pairedGradients, pairedReference } from './reference';

describe('without WebGPU', () => {
  it.each([
    [9, 9, 3, 1, 9],
    [70, 64, 2, 2, 70],
    [70, 64, 3, 5, 13],
    [130, 130, 0, 2, 1],
    [4, 1, 3, 1, 4],
    [3, 3, 0, 5, 2],
  ])(
    'the hardest of %i rows, %i real, kinds %i, %i each, %i rows at once, are those of the plain loops',
    (rows, real, kinds, count, each) => {
      const { ids, users, taken } = inventLog(rows, rows);
      const masks = {
        hits: packHits(positivesOf(taken), { real, users, items: ids, sampled: new Uint32Array(0) }),
        kinds,
        realColumn: Float32Array.from({ length: rows }, (_, i) => Number(i < real)),
      };
      // Few different scores, so that many are equal; some keep their column out.
      const scores = numbers(rows * rows, 1).map((x) => (x > 0.4 ? NEVER : Math.round(3 * x)));
      const choice = highestOnCpu(masks, count);
      for (let first = 0; first < rows; first += each)
        choice.take(scores.subarray(first * rows, Math.min(rows, first + each) * rows), first);
      expect([...choice.columns]).toEqual([...hardestReference(masks, scores, count)]);
    },
  );

  it.each([
    [5, [3], 2],
    [33, [8, 4, 12], 3],
  ])('scores and gradients of %i rows of widths %j with %i columns are those of the plain loops', (rows, widths, n) => {
    const width = widths.reduce((a, b) => a + b);
    const [user, item, dy] = [rows * width, rows * width, widths.length * rows * n].map((size, i) => numbers(size, i));
    const columns = Int32Array.from(numbers(rows * n, 4), (x) =>
      x > 0.8 ? NO_COLUMN : Math.floor(Math.abs(x) * rows * 0.7),
    );
    const shape = { rows, widths };
    expect(pairedOnCpu(shape, user!, item!, columns)).toEqual(
      Float32Array.from(pairedReference(shape, user!, item!, columns)),
    );
    expect(pairedGradientsOnCpu(shape, user!, item!, columns, dy!)).toEqual(
      pairedGradients(shape, user!, item!, columns, dy!),
    );
  });
});
