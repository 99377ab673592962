import { describe, expect, it } from 'vitest';
import { build } from '../../data/build-testing';
import type { Dataset } from '../../data/dataset';
import { Supplied, type SuppliedFigures } from './supplied';

const T = 1_600_000_000;
/** Items i0 to i29. Ann takes i0, i1, i2, her test, and is then shown i10 to i24. Bob's rows have no score. */
const rows: [user: string, item: number, second: number, click: 0 | 1, score: string][] = [
  ['ann', 0, 10, 1, '900'],
  ['ann', 3, 11, 0, '800'],
  ['ann', 1, 20, 1, '700'],
  ['ann', 2, 30, 1, '20.5'],
  // Once more, which counts as an event where repeats do.
  ['ann', 0, 30, 1, '600'],
  // i10 has 10, i24 has 24.
  ...Array.from({ length: 15 }, (_, n): (typeof rows)[number] => ['ann', 10 + n, 31, 0, String(10 + n)]),
  ['bob', 2, 10, 1, ''],
  ['bob', 1, 20, 1, ''],
  ['bob', 0, 30, 1, ''],
  ['bob', 7, 31, 0, ''],
  // All other items are in the catalogue.
  ...Array.from({ length: 30 }, (_, n): (typeof rows)[number] => ['eve', n, 100 + n, 1, '']),
];
const lines = rows.map(([user, item, second, click, score]) => `${user},i${item},${T + second},${click},${score}`);
const datasetOf = async (
  change: (line: string) => string = (line) => line,
  repeats: 'first' | 'all' = 'first',
): Promise<Dataset> =>
  (
    await build({
      log: `user,item,time,is_click,score\n${lines.map(change).join('\n')}\n`,
      columns: 'label=score',
      protocol: { positives: 'is_click=1', repeats },
    })
  ).dataset;

/** What Ann is handed on, by the numbers of the items; the others nothing. */
function figuresOf(dataset: Dataset, ann: readonly number[]): SuppliedFigures {
  const supplied = new Supplied(dataset, 'score', 1);
  const rowOf = (id: string): number => dataset.items.indexOf(id);
  const lists = dataset.split.test.map(({ user }) =>
    Uint32Array.from(dataset.users[user] === 'ann' ? ann.map((n) => rowOf(`i${n}`)) : []),
  );
  supplied.add(0, dataset.split.test, lists);
  return supplied.figures;
}

describe('a ranker of which the scores are known', () => {
  it('is of the pairs of the test part that have a score and are candidates', async () => {
    // i2 and i10 to i24; what Ann had before, and what she was shown before, are none.
    for (const repeats of ['first', 'all'] as const) {
      const dataset = await datasetOf((line) => line, repeats);
      expect(figuresOf(dataset, []), repeats).toMatchObject({ column: 'score', users: 1, pairs: 16 });
    }
  });

  it('says how much of what is handed on has a score, and what of its own first ten is handed on', async () => {
    // Its first ten: 24, 23, 22, 21, 2 (20.5), 20, 19, 18, 17, 16.
    const { stages } = figuresOf(await datasetOf(), [24, 5, 2, 10, 6, 16, 7]);
    expect(stages).toEqual([
      {
        handedOn: 7,
        scored: 4,
        kept: 0.3,
        // Four are in the first ten whatever their order.
        overlap: null,
        overlapUsers: 0,
        // Places 1, 2, 3, 4 of scores 24, 20.5, 10, 16: ranks by score 1, 2, 4, 3: 1 - 6 (0 + 0 + 1 + 1) / (4 * 15).
        correlation: expect.closeTo(0.8, 9) as number,
        correlationUsers: 1,
      },
    ]);
  });

  it('is compared with the first ten of a stage where more than ten have a score', async () => {
    // 12 with a score; the first ten of the stage are all but 24 and 23, the ranker's all but 10 and 11.
    const list = [5, 10, 11, 12, 13, 14, 15, 16, 17, 6, 18, 19, 24, 23];
    const { overlap, overlapUsers, correlation } = figuresOf(await datasetOf(), list).stages![0]!;
    expect([overlap, overlapUsers]).toEqual([0.8, 1]);
    // From the lowest score to the second highest, the two highest at the end turned round: -1 but for that pair.
    expect(correlation).toBeCloseTo(-(1 - (6 * 2) / (12 * 143)), 9);
  });

  it('has no order of what it has one score for', async () => {
    const same = await datasetOf((line) => line.replace(/,0,(1\d|2\d)$/, ',0,7'));
    const { correlation, correlationUsers } = figuresOf(same, [10, 11, 12]).stages![0]!;
    expect([correlation, correlationUsers]).toEqual([null, 0]);
  });

  it('says that there is nothing to compare the stages with', async () => {
    const without = await datasetOf((line) => line.replace(/,(20\.5|[12]\d)$/, ','));
    expect(figuresOf(without, [10, 11])).toEqual({ column: 'score', first: 10, users: 0, pairs: 0, stages: null });
    expect(() => new Supplied(without, 'nothing', 1)).toThrow('no column of scores "nothing"');
  });
});
