import { expect, it } from 'vitest';
import { evaluateScorer } from '../../evaluate/rank';
import { plainSum, recentSum, type FoldIn } from './history-sum';
import { evaluateRankable, scoresOf } from './ranking';
import { LOGS, logsOf } from './testing';

/** Vectors of two numbers; a history is folded into the weighted sum of those of its items. */
function sumOfVectors(items: number): FoldIn {
  const factors = Float64Array.from({ length: 2 * items }, (_, at) => Math.sin(7 * at));
  return {
    width: 2,
    factors,
    fold(history, weights, into) {
      into.fill(0);
      history.forEach((item, n) => {
        for (let place = 0; place < 2; place++) into[place]! += weights[n]! * factors[2 * item + place]!;
      });
    },
  };
}

it.each([...LOGS, { keepSeen: true, repeats: 'all' }] as const)(
  'targets are ranked by inner products as by the scores of the whole catalogue, under %o',
  async (changes) => {
    for (const dataset of logsOf(changes))
      for (const scorer of [plainSum, (...given: Parameters<typeof plainSum>) => recentSum(...given, 2)].map((sum) =>
        sum(dataset, sumOfVectors(dataset.items.length)),
      )) {
        const targets = dataset.split.test;
        const dense = await evaluateScorer(dataset, targets, (asked) => scoresOf(scorer, asked));
        expect(await evaluateRankable(dataset, targets, scorer)).toEqual(dense);
        // In double precision, and rounded once.
        const { products: _, ...rows } = scorer;
        const plain = scoresOf(rows, targets);
        scoresOf(scorer, targets).forEach((score, at) => expect(Math.abs(score - plain[at]!)).toBeLessThan(2e-6));
      }
  },
);

it('a vector that is not finite is refused', async () => {
  const [dataset] = logsOf({});
  const broken = plainSum(dataset!, { ...sumOfVectors(dataset!.items.length), fold: (_, __, into) => into.fill(NaN) });
  await expect(evaluateRankable(dataset!, dataset!.split.test, broken)).rejects.toThrow('a vector is not finite');
});
