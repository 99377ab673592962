import { describe, expect, it } from 'vitest';
import { datasetOf, randomRows, type Row } from '../../../data/testing';
import { takingTurns } from '../../turns';
import { trainingSets, type TrainingSets } from '../fitting/training-sets';
import { regularisedInverse } from './inverse';
import { errorOfWeights } from './precision';

const takeTurn = takingTurns();

async function inverseOf(sets: TrainingSets, lambda: number): Promise<Float64Array> {
  const square = new Float64Array(sets.items ** 2);
  await regularisedInverse(sets, lambda, square, { takeTurn });
  return square;
}

/** The largest error of a weight in every column, as a share of the largest weight there. */
function errors(p: Float64Array, exact: Float64Array): number[] {
  const items = Math.sqrt(p.length);
  const weight = (of: Float64Array, i: number, j: number): number => -of[i * items + j]! / of[j * items + j]!;
  return Array.from({ length: items }, (_, j) => {
    const others = Array.from({ length: items }, (__, i) => i).filter((i) => i !== j);
    const off = others.map((i) => Math.abs(weight(p, i, j) - weight(exact, i, j)));
    return Math.max(...off) / Math.max(...others.map((i) => Math.abs(weight(exact, i, j))));
  });
}

describe('the error of the weights', () => {
  const sets = trainingSets(datasetOf(randomRows(3, { users: 40, items: 12, rows: 500 })));

  it('is that of the column which is off most', async () => {
    const exact = await inverseOf(sets, 20);
    expect(await errorOfWeights(sets, 20, exact, takeTurn)).toBeLessThan(1e-13);
    for (const size of [1e-7, 1e-4]) {
      const p = exact.slice();
      for (const [i, j] of [
        [2, 5],
        [7, 7],
      ] as const)
        p[i * sets.items + j] = p[j * sets.items + i] = exact[i * sets.items + j]! * (1 + size);
      const error = await errorOfWeights(sets, 20, p, takeTurn);
      expect(error / Math.max(...errors(p, exact))).toBeCloseTo(1, 2);
    }
  });

  it('is no number where one of the inverse is none', async () => {
    const p = await inverseOf(sets, 20);
    p[5 * sets.items + 3] = Number.NaN;
    expect(await errorOfWeights(sets, 20, p, takeTurn)).toBeNaN();
  });

  it('is found where rounding is magnified: at items that were always taken together', async () => {
    const rows: Row[] = randomRows(4, { users: 300, items: 120, rows: 3000 });
    // The last two items of a user are held out.
    for (let user = 0; user < 20; user++)
      ['one', 'two', 'i1', 'i2'].forEach((item, time) => rows.push([`twin ${user}`, item, time]));
    const dataset = datasetOf(rows);
    const twins = trainingSets(dataset);
    const exact = await inverseOf(twins, 1);
    const [one, two] = ['one', 'two'].map((item) => dataset.items.indexOf(item)) as [number, number];
    const p = exact.slice();
    p[one * twins.items + two]! *= 1 + 1e-3;
    p[two * twins.items + one]! *= 1 + 1e-3;
    const error = await errorOfWeights(twins, 1, p, takeTurn);
    expect(error / Math.max(...errors(p, exact))).toBeCloseTo(1, 1);
  });
});
