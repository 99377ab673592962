import { describe, expect, it } from 'vitest';
import { historyItemsOf } from '../../../data/history';
import { datasetOf, randomRows } from '../../../data/testing';
import { takingTurns } from '../../turns';
import { plainSum } from '../fitting/history-sum';
import { scoresOf } from '../fitting/ranking';
import { ScoreRow } from '../fitting/score-row';
import { audiences, expectScores, LOGS, logsOf, shared, tieBreak } from '../fitting/testing';
import { trainingSets } from '../fitting/training-sets';
import { fitEase } from './fit';
import { fitSparse } from './sparse';

const takeTurn = takingTurns();

describe('the sparse form of EASE', () => {
  it('is EASE where every item shares users with every other one', async () => {
    const dataset = datasetOf(randomRows(2, { users: 60, items: 14, rows: 900 }));
    const audience = audiences(dataset);
    const everyPair = audience.every((a) => audience.every((b) => shared(a, b) > 0));
    expect(everyPair).toBe(true);
    const sets = trainingSets(dataset);
    const { scorer } = await fitEase(dataset, sets, { takeTurn, lambdas: [20] });
    const exact = scoresOf(scorer, dataset.split.test);
    const sparse = scoresOf(plainSum(dataset, await fitSparse(sets, 20, takeTurn)), dataset.split.test);
    exact.forEach((score, at) => expect(Math.abs(score - sparse[at]!)).toBeLessThan(1e-6));
  });

  it.each(LOGS)('solves each item on the nearest of those that share users with it, under %o', async (changes) => {
    for (const dataset of logsOf(changes)) {
      const [lambda, solvedOn] = [5, 6];
      const audience = audiences(dataset);
      const cosine = (a: number, b: number): number =>
        shared(audience[a]!, audience[b]!) / Math.sqrt(audience[a]!.size * audience[b]!.size) || 0;
      const add = await fitSparse(trainingSets(dataset), lambda, takeTurn, undefined, solvedOn);
      // Ties at the last place may go either way: what is added to an item says which items it is solved on.
      const weights = dataset.items.map(() => new Map<number, number>());
      dataset.items.forEach((_, h) => {
        const row = new ScoreRow(dataset.items.length);
        add(row, Uint32Array.of(h), Float64Array.of(1));
        for (const j of row.touched.subarray(0, row.size)) weights[j]!.set(h, row.sumOf(j));
      });
      weights.forEach((own, j) => {
        const cosines = dataset.items.map((_, h) => (h === j ? 0 : cosine(h, j)));
        const near = [...own.keys()];
        const expected = cosines
          .filter((value) => value > 0)
          .toSorted((a, b) => b - a)
          .slice(0, solvedOn);
        expect(near.map((h) => cosines[h]!).toSorted((a, b) => b - a)).toEqual(expected);
        // The normal equations of the ridge regression.
        for (const h of near) {
          const sum = near.reduce(
            (total, i) => total + (shared(audience[h]!, audience[i]!) + (h === i ? lambda : 0)) * own.get(i)!,
            0,
          );
          expect(Math.abs(sum - shared(audience[h]!, audience[j]!))).toBeLessThan(1e-4);
        }
      });
      expectScores(dataset, plainSum(dataset, add), (target) => {
        const history = historyItemsOf(dataset, target);
        return weights.map((own, j) => history.reduce((sum, h) => sum + (own.get(h) ?? 0), 0) + tieBreak(dataset, j));
      });
    }
  });

  it('reports progress up to the end and stops between two items', async () => {
    const sets = trainingSets(datasetOf(randomRows(2, { users: 60, items: 14, rows: 900 })));
    const fractions: number[] = [];
    await fitSparse(sets, 20, takeTurn, (fraction) => fractions.push(fraction));
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    await expect(fitSparse(sets, 20, takingTurns(AbortSignal.abort('enough')))).rejects.toBe('enough');
  });
});
