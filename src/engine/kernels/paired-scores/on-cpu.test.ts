import { describe, expect, it } from 'vitest';
import { numbers } from '../../testing';
import { packHits } from '../in-batch-softmax/hits';
import { inventLog, positivesOf } from '../in-batch-softmax/testing';
import { highestOnCpu } from './on-cpu';
import { hardestReference, NEVER } from './reference';

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
});
