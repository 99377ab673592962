import { describe, expect, it } from 'vitest';
import type { Dataset, Target } from '../../../data/dataset';
import { createRandom } from '../../../data/random';
import { datasetOf, randomRows } from '../../../data/testing';
import { evaluateScorer } from '../../evaluate/rank';
import { takingTurns } from '../../turns';
import { fitOf } from '../fits';
import { rankers } from '../rankers';
import { evaluateRankable, evaluateSettings, scoresOf } from './ranking';
import { type RowScorer, SETTINGS } from './score-row';
import { LOGS, logsOf } from './testing';
import { trainingSets } from './training-sets';

/** Both parts, ranked by rows and from scores of the whole catalogue. */
async function expectSame(dataset: Dataset, scorer: RowScorer): Promise<void> {
  for (const part of ['validation', 'test'] as const) {
    const targets = dataset.split[part];
    const dense = await evaluateScorer(dataset, targets, (asked) => scoresOf(scorer, asked));
    const rows = await evaluateRankable(dataset, targets, scorer);
    expect(rows.metrics).toEqual(dense.metrics);
    expect(rows).toEqual(dense);
    const ks = [1, 3, 10];
    const plain = await evaluateScorer(dataset, targets, (asked) => scoresOf(scorer, asked), { ks });
    for (const k of ks) {
      const { metrics } = await evaluateRankable(dataset, targets, scorer, { ks, within: k });
      for (const name of ['hr', 'recall', 'ndcg']) expect(metrics[`${name}@${k}`]).toBe(plain.metrics[`${name}@${k}`]);
    }
  }
}

/** Few scores for many items, so that nearly all of them tie; some items lose by what is added to them. */
function tyingScorer(dataset: Dataset, levels: number): RowScorer {
  const random = createRandom(levels, 'ties');
  const base = Float64Array.from(dataset.items, () => random.below(levels));
  return {
    base,
    add: ({ user }, row) => {
      const own = createRandom(levels, 'ties of', user);
      const count = own.below(dataset.items.length);
      for (let n = 0; n < count; n++) row.add(own.below(dataset.items.length), own.below(levels) - 1);
    },
  };
}

const LOGS_WITH_SEEN = [...LOGS, { keepSeen: true }, { keepSeen: true, repeats: 'all' }] as const;

describe('ranking by rows', () => {
  it.each(LOGS_WITH_SEEN)(
    'gives the figures of scores for the whole catalogue, ties too, under %o',
    async (changes) => {
      for (const dataset of [
        ...[0, 1].map((seed) => datasetOf(randomRows(seed, { users: 30, items: 14, rows: 400 }), changes)),
        ...[2, 3].map((seed) => datasetOf(randomRows(seed, { users: 20, items: 200, rows: 900 }), changes)),
      ])
        for (const levels of [1, 2, 5, 1000]) await expectSame(dataset, tyingScorer(dataset, levels));
    },
  );

  // Those of impressions have nothing to count in these logs.
  it.each(rankers.filter(({ id, needs }) => id !== 'random' && !needs.shown).map(({ id }) => id))(
    'gives the figures of %s that scores for the whole catalogue give',
    async (id) => {
      for (const changes of [{}, { keepSeen: true, repeats: 'all' }] as const)
        for (const dataset of logsOf(changes)) {
          const sets = trainingSets(dataset);
          const { scorer } = await fitOf(id)({ dataset, sets, takeTurn: takingTurns() }, () => undefined);
          await expectSame(dataset, scorer as RowScorer);
        }
    },
  );

  it('ranks no item by a score that is not a number', async () => {
    const dataset = datasetOf(randomRows(0, { users: 5, items: 14, rows: 100 }));
    const base = new Float64Array(dataset.items.length);
    const broken: RowScorer = { base, add: (_, row) => row.add(3, Number.NaN) };
    await expect(evaluateRankable(dataset, dataset.split.test, broken)).rejects.toThrow(
      'the score of item 3 is not a number',
    );
  });

  it('stops with the reason of its signal, and says how far it is', async () => {
    const dataset = datasetOf(randomRows(0, { users: 30, items: 14, rows: 400 }));
    const scorer = tyingScorer(dataset, 5);
    const fractions: number[] = [];
    await evaluateRankable(dataset, dataset.split.test, scorer, { chunk: 5, onProgress: (f) => fractions.push(f) });
    expect(fractions.at(-1)).toBe(1);
    expect(fractions.length).toBeGreaterThan(3);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    const signal = AbortSignal.abort('enough');
    await expect(evaluateRankable(dataset, dataset.split.test, scorer, { signal })).rejects.toBe('enough');
  });
});

describe('several settings at once', () => {
  it.each(LOGS_WITH_SEEN)('give the figures that each gives by itself, under %o', async (changes) => {
    for (const [seed, items] of [14, 200].entries()) {
      const dataset = datasetOf(randomRows(seed, { users: 30, items, rows: 600 }), changes);
      const base = Float64Array.from(dataset.items, (_, item) => (item % 3) / 2);
      // The second setting adds nothing to what only the first one looks at, the third takes away.
      const weights = Float64Array.of(1, 0, -0.5, 0, 0.5, 1, 0.25, 0);
      const settings = 3;
      const addedTo = ({ user }: Target, addAll: (items: Uint32Array, values: Float64Array, at: number) => void) => {
        const own = createRandom(seed, 'settings of', user);
        for (const at of [0, 1]) {
          const added = Uint32Array.from({ length: own.below(2 * items) }, () => own.below(items));
          const values = Float64Array.from(added, () => own.below(4) / 2);
          addAll(added, values, at);
        }
      };
      const together = await evaluateSettings(dataset, dataset.split.test, {
        base,
        settings,
        add: (target, rows) =>
          addedTo(target, (added, values, at) => rows.addAll(added, values, 0, added.length, weights, at)),
      });
      expect(together).toHaveLength(settings);
      for (const [setting, evaluation] of together.entries()) {
        const alone: RowScorer = {
          base,
          add: (target, row) =>
            addedTo(target, (added, values, at) =>
              row.addAll(added, values, 0, added.length, weights, at * SETTINGS + setting),
            ),
        };
        expect(evaluation).toEqual(await evaluateRankable(dataset, dataset.split.test, alone));
      }
    }
  });
});
