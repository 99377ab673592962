import { describe, expect, it } from 'vitest';
import { historyItemsOf } from '../../../data/history';
import { datasetOf, randomRows } from '../../../data/testing';
import { takingTurns } from '../../evaluate/turns';
import { fitEase } from './fit';
import { regularisedInverse } from './inverse';
import { EASE_LAMBDAS } from './ranker';
import { evaluateRankable } from '../fitting/ranking';
import { trainingSets } from '../fitting/training-sets';
import { audiences, expectScores, LOGS, logsOf, shared, tieBreak } from '../fitting/testing';

const takeTurn = takingTurns();

describe('EASE', () => {
  it.each(LOGS)("agrees with Steck's closed form by Gauss-Jordan under %o", async (changes) => {
    for (const dataset of logsOf(changes)) {
      const lambda = 20;
      const audience = audiences(dataset);
      const p = gaussJordan(audience.map((a, i) => audience.map((b, j) => shared(a, b) + (i === j ? lambda : 0))));
      const fitted = await fitEase(dataset, trainingSets(dataset), { takeTurn, lambdas: [lambda] });
      expectScores(dataset, fitted.scorer, (target) => {
        const history = historyItemsOf(dataset, target);
        return dataset.items.map(
          (_, j) => history.reduce((sum, h) => sum - (h === j ? 0 : p[h]![j]! / p[j]![j]!), 0) + tieBreak(dataset, j),
        );
      });
    }
  });

  it('inverts by users and by items to the same square', async () => {
    const dataset = datasetOf(randomRows(8, { users: 20, items: 90, rows: 500 }));
    const sets = trainingSets(dataset);
    expect(sets.users).toBeLessThan(sets.items);
    const byUsers = new Float64Array(sets.items ** 2);
    await regularisedInverse(sets, 50, byUsers, { takeTurn });
    // Users without events change nothing but the choice.
    const byItems = new Float64Array(sets.items ** 2);
    const starts = Uint32Array.from(
      { length: sets.items + 1 },
      (_, u) => sets.itemsOf.starts[Math.min(u, sets.users)]!,
    );
    await regularisedInverse({ ...sets, users: sets.items, itemsOf: { ...sets.itemsOf, starts } }, 50, byItems, {
      takeTurn,
    });
    byUsers.forEach((x, at) => {
      if (Math.abs(x - byItems[at]!) > 1e-13) throw new Error(`cell ${at}: ${x} and ${byItems[at]}`);
    });
  });

  it('takes the lambda with the best NDCG@10 on validation, whatever the test part says', async () => {
    for (const seed of [1, 2, 3]) {
      const dataset = datasetOf(randomRows(seed, { users: 60, items: 80, rows: 1500 }));
      const sets = trainingSets(dataset);
      const gains: number[] = [];
      for (const lambda of EASE_LAMBDAS) {
        const { scorer } = await fitEase(dataset, sets, { takeTurn, lambdas: [lambda] });
        gains.push((await evaluateRankable(dataset, dataset.split.validation, scorer)).metrics['ndcg@10']!);
      }
      expect(new Set(gains).size).toBeGreaterThan(1);
      const { lambda } = await fitEase(dataset, sets, { takeTurn });
      expect(lambda).toBe(EASE_LAMBDAS[gains.indexOf(Math.max(...gains))]);
    }
  });
});

function gaussJordan(matrix: number[][]): number[][] {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let c = 0; c < n; c++) {
    const pivot = rows[c]!.map((x) => x / rows[c]![c]!);
    rows[c] = pivot;
    for (let r = 0; r < n; r++) {
      const factor = rows[r]![c]!;
      if (r !== c && factor !== 0) rows[r] = rows[r]!.map((x, k) => x - factor * pivot[k]!);
    }
  }
  return rows.map((row) => row.slice(n));
}
