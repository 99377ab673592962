import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../data/dataset';
import { historyItemsOf } from '../../../data/history';
import { datasetOf, randomRows } from '../../../data/testing';
import { takingTurns } from '../../turns';
import { recentSum } from '../fitting/history-sum';
import { newestItemsOf } from '../fitting/pasts';
import { evaluateRankable, scoresOf } from '../fitting/ranking';
import { audiences, expectScores, LOGS, logsOf, tieBreak } from '../fitting/testing';
import type { RowScorer } from '../fitting/score-row';
import { trainingSets } from '../fitting/training-sets';
import { Factors, type Weights } from './factors';
import { fitIals, type Ials } from './fit';
import type { Search } from './ranker';

const takeTurn = takingTurns();
const WIDTH = 4;
type Choice = Ials['chosen'];

/** Solves A x = b by Gauss-Jordan. */
function solved(a: number[][], b: number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]!]);
  for (let c = 0; c < rows.length; c++) {
    const pivot = rows[c]!.map((x) => x / rows[c]![c]!);
    rows[c] = pivot;
    for (let r = 0; r < rows.length; r++) {
      const factor = rows[r]![c]!;
      if (r !== c) rows[r] = rows[r]!.map((x, k) => x - factor * pivot[k]!);
    }
  }
  return rows.map((row) => row.at(-1)!);
}

/**
 * Hu et al.'s weighted least squares as they are written: every pair is gone through.
 * @param seen how much each of the others weighs beside alpha0; 0: it was not seen
 */
function plainRow(others: number[][], seen: (n: number) => number, { alpha0, lambda }: Weights): number[] {
  const dimensions = Array.from({ length: WIDTH }, (_, i) => i);
  const ridge = lambda * others.reduce((sum, _, n) => sum + seen(n) + alpha0, 0);
  const a = dimensions.map((i) =>
    dimensions.map((j) => others.reduce((sum, v, n) => sum + (alpha0 + seen(n)) * v[i]! * v[j]!, i === j ? ridge : 0)),
  );
  return solved(
    a,
    dimensions.map((i) => others.reduce((sum, v, n) => sum + seen(n) * v[i]!, 0)),
  );
}

const rowsOf = (values: Float64Array): number[][] =>
  Array.from({ length: values.length / WIDTH }, (_, row) => Array.from(values.slice(row * WIDTH, (row + 1) * WIDTH)));

/** From the factors that it begins with. */
function plainItems(dataset: Dataset, weights: Weights, iterations: number): number[][] {
  const audience = audiences(dataset);
  let items = rowsOf(new Factors(trainingSets(dataset), WIDTH, weights).items);
  for (let n = 0; n < iterations; n++) {
    const users = dataset.users.map((_, user) => plainRow(items, (item) => Number(audience[item]!.has(user)), weights));
    items = dataset.items.map((_, item) => plainRow(users, (user) => Number(audience[item]!.has(user)), weights));
  }
  return items;
}

const only = (weights: Weights, iterations: number, width = WIDTH): Search => ({
  weights: [weights],
  widths: [width],
  iterations: [iterations],
});

describe('iALS', () => {
  it.each(LOGS)('agrees with least squares over every pair of user and item under %o', async (changes) => {
    for (const dataset of logsOf(changes)) {
      const weights = { alpha0: 0.2, lambda: 0.05 };
      const { scorer, model } = await fitIals(dataset, trainingSets(dataset), { takeTurn, search: only(weights, 2) });
      const items = plainItems(dataset, weights, 2);
      const scoresBy = (user: number[]): number[] =>
        items.map((h, j) => h.reduce((sum, x, n) => sum + x * user[n]!, 0) + tieBreak(dataset, j));
      expectScores(dataset, scorer, (target) => {
        const history = new Set(historyItemsOf(dataset, target));
        return scoresBy(plainRow(items, (item) => Number(history.has(item)), weights));
      });
      // The newest item of the history counts most, in its confidence and in what it is regularised by.
      expectScores(dataset, recentSum(dataset, model, 2), (target) => {
        const newest = [...newestItemsOf(dataset, target)];
        const seen = (item: number): number => (newest.includes(item) ? 0.5 ** (newest.indexOf(item) / 2) : 0);
        return scoresBy(plainRow(items, seen, weights));
      });
    }
  });

  /**
   * One user, one item, by hand: both vectors lie along the one they began from, w = h / ((1 + a) (|h|^2 + lambda)) and
   * back. Where both have one length r, r^2 = 1 / (1 + a) - lambda, which is the score.
   */
  it('comes to rest at 1 / (1 + alpha0) - lambda for a pair that is alone', async () => {
    const one = { starts: Uint32Array.of(0, 1), members: Uint32Array.of(0) };
    const sets = { users: 1, items: 1, itemsOf: one, usersOf: one };
    const factors = new Factors(sets, WIDTH, { alpha0: 0.25, lambda: 0.1 });
    for (let n = 0; n < 200; n++) await factors.iterate(takeTurn);
    // |w| = |h| / ((1 + a) (|h|^2 + lambda)): the score is |w| |h|.
    const square = factors.items.reduce((sum, x) => sum + x * x, 0);
    expect(square / (1.25 * (square + 0.1))).toBeCloseTo(1 / 1.25 - 0.1, 10);
  });

  it('never raises the loss that it says it minimises', async () => {
    const dataset = datasetOf(randomRows(2, { users: 40, items: 25, rows: 500 }));
    const sets = trainingSets(dataset);
    const weights = { alpha0: 0.1, lambda: 0.02 };
    const audience = audiences(dataset);
    const factors = new Factors(sets, WIDTH, weights);
    const losses: number[] = [];
    for (let n = 0; n < 6; n++) {
      await factors.iterate(takeTurn);
      losses.push(plainLoss(rowsOf(factors.users), rowsOf(factors.items), audience, weights));
    }
    expect(losses).toEqual(losses.toSorted((a, b) => b - a));
    expect(losses.at(-1)).toBeLessThan(0.95 * losses[0]!);
  });

  it('takes weights and iterations with the best NDCG@10 on validation, whatever the test part says', async () => {
    const search: Search = {
      weights: [0.02, 0.5].flatMap((alpha0) => [0.001, 0.1].map((lambda) => ({ alpha0, lambda }))),
      // 80 items are too few for the last one.
      widths: [4, 8, 12],
      iterations: [1, 3],
    };
    let differ = 0;
    for (const seed of [1, 2, 3]) {
      const dataset = datasetOf(randomRows(seed, { users: 60, items: 80, rows: 1500 }));
      const sets = trainingSets(dataset);
      const tried: { chosen: Choice; scorer: RowScorer; validation: number; test: number }[] = [];
      const tryOut = async (weights: Weights, width: number): Promise<void> => {
        for (const iterations of search.iterations) {
          const options = { takeTurn, search: only(weights, iterations, width) };
          const { scorer } = await fitIals(dataset, sets, options);
          const gain = async (part: 'validation' | 'test') =>
            (await evaluateRankable(dataset, dataset.split[part], scorer)).metrics['ndcg@10']!;
          const [validation, test] = [await gain('validation'), await gain('test')];
          tried.push({ chosen: { ...weights, width, iterations }, scorer, validation, test });
        }
      };
      const bestOf = () => tried.reduce((a, b) => (b.validation > a.validation ? b : a));
      for (const weights of search.weights) await tryOut(weights, 4);
      const { alpha0, lambda } = bestOf().chosen;
      await tryOut({ alpha0, lambda }, 8);
      const best = bestOf();
      if (best.test < Math.max(...tried.map(({ test }) => test))) differ++;
      const fractions: number[] = [];
      const fitted = await fitIals(dataset, sets, {
        takeTurn,
        search,
        onProgress: (fraction) => fractions.push(fraction),
      });
      expect(fitted.chosen).toEqual(best.chosen);
      // Also where its factors went on after they were best.
      expect(scoresOf(fitted.scorer, dataset.split.test)).toEqual(scoresOf(best.scorer, dataset.split.test));
      expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
      expect(fractions.at(-1)).toBe(1);
    }
    expect(differ).toBeGreaterThan(0);
  });

  it('stops between two rows', async () => {
    const sets = trainingSets(datasetOf(randomRows(2, { users: 40, items: 25, rows: 500 })));
    const factors = new Factors(sets, WIDTH, { alpha0: 0.1, lambda: 0.02 });
    await expect(factors.iterate(takingTurns(AbortSignal.abort('enough')))).rejects.toBe('enough');
  });
});

function plainLoss(users: number[][], items: number[][], audience: Set<number>[], { alpha0, lambda }: Weights): number {
  const dot = (a: number[], b: number[]): number => a.reduce((sum, x, n) => sum + x * b[n]!, 0);
  const taken = (user: number): number => audience.filter((own) => own.has(user)).length;
  let loss = 0;
  users.forEach((w, user) => {
    items.forEach((h, item) => {
      const score = dot(w, h);
      loss += alpha0 * score ** 2 + (audience[item]!.has(user) ? (score - 1) ** 2 : 0);
    });
    loss += lambda * (taken(user) + alpha0 * items.length) * dot(w, w);
  });
  items.forEach((h, item) => {
    loss += lambda * (audience[item]!.size + alpha0 * users.length) * dot(h, h);
  });
  return loss;
}
