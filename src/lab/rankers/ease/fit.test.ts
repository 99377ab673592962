import { describe, expect, it } from 'vitest';
import { historyItemsOf } from '../../../data/history';
import { datasetOf, randomRows, type Row } from '../../../data/testing';
import { takingTurns } from '../../turns';
import { fitEase, fitEaseBy } from './fit';
import { regularisedInverse } from './inverse';
import { onHost } from './inverses';
import ease, { EASE_LAMBDAS, FREQUENT } from './ranker';
import { frequentPart } from '../fitting/frequent-part';
import { evaluateRankable, scoresOf } from '../fitting/ranking';
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

  it('by every method is the same, where all items are frequent and all share users', async () => {
    const dataset = datasetOf(randomRows(2, { users: 60, items: 14, rows: 900 }));
    const sets = trainingSets(dataset);
    const fittedBy = (method: string) =>
      fitEaseBy(method, { dataset, sets, takeTurn }, onHost(takeTurn), () => undefined);
    const whole = await fittedBy('whole');
    const exact = scoresOf(whole.scorer, dataset.split.test);
    for (const { id } of ease.methods.slice(1)) {
      const { lambda, scorer } = await fittedBy(id);
      expect(lambda, id).toBe(whole.lambda);
      scoresOf(scorer, dataset.split.test).forEach((score, at) =>
        expect(Math.abs(score - exact[at]!), id).toBeLessThan(1e-6),
      );
    }
    await expect(fittedBy('another')).rejects.toThrow('no method "another"');
  });

  it('chooses lambda among the frequent items by what they alone tell, where not all of them are', async () => {
    // The catalogue is larger than what is frequent: items beyond it are taken once or twice, by users of their own.
    const rare = Array.from({ length: FREQUENT }, (_, at): Row => [`r${at % 300}`, `rare${at}`, at]);
    const dataset = datasetOf([...randomRows(1, { users: 60, items: 80, rows: 1500 }), ...rare]);
    expect(dataset.items.length).toBeGreaterThan(FREQUENT);
    const part = frequentPart(dataset, FREQUENT);
    const { lambda } = await fitEase(part, trainingSets(part), { takeTurn });
    const sets = trainingSets(dataset);
    const fitted = await fitEaseBy('sparser', { dataset, sets, takeTurn }, onHost(takeTurn), () => undefined);
    expect(fitted.lambda).toBe(lambda);
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
