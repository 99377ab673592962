import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import type { Json } from '../../document/graph';
import { largest, run as runObjective, spread, type Given } from '../../harness/objective';
import bce from '../in-batch-bce/block';
import bceForward from '../in-batch-bce/forward';
import block from './block';
import forward from './forward';

beforeAll(openCpu);
const run = (given: Given, params: Record<string, Json> = {}) => runObjective(block, forward as never, given, params);
const softplus = (x: number) => Math.log1p(Math.exp(x));
const zeros = (count: number) => Array<number>(count).fill(0);

describe('gbce', () => {
  /** Two rows, three drawn items: own scores 1 and 1, those of the others 0, 0.5, -1 and 0, 1, -2. */
  const given: Given = { user: [[1], [2]], item: [[1], [0.5], [0], [0.5], [-1]], mixed: zeros(5) };
  const negatives = [0, 0.5, -1, 0, 1, -2].map(softplus).reduce((a, b) => a + b);

  it('has the loss of a worked example: beta = alpha (t (1 - 1/alpha) + 1/alpha), alpha = N / (items - 1)', async () => {
    // alpha = 3 / 12 = 1/4; t = 3/4: beta = 1/4 (3/4 x -3 + 4) = 7/16.
    const { loss } = await run({ ...given, items: 13 }, { calibration: 0.75 });
    expect(loss).toBeCloseTo(((7 / 16) * 2 * softplus(-1) + negatives) / 8, 5);
    // -log s^beta, as the paper writes it.
    const s = 1 / (1 + Math.exp(-1));
    expect(loss).toBeCloseTo((-2 * Math.log(s ** (7 / 16)) + negatives) / 8, 5);
  });

  it('without calibration, or where all items are drawn, is the plain sampled cross-entropy', async () => {
    const plain = (2 * softplus(-1) + negatives) / 8;
    expect((await run({ ...given, items: 13 }, { calibration: 0 })).loss).toBeCloseTo(plain, 5);
    expect((await run({ ...given, items: 4 }, { calibration: 1 })).loss).toBeCloseTo(plain, 5);
    expect((await run({ ...given, items: 2 }, { calibration: 1 })).loss).toBeCloseTo(plain, 5);
    expect((await run({ ...given, items: 13 }, { calibration: 1 })).loss).toBeCloseTo(
      (0.25 * 2 * softplus(-1) + negatives) / 8,
      5,
    );
  });

  it('without calibration has loss and gradients of in-batch-bce on the same negatives', async () => {
    // Of two rows, the second without weight, the first has the second's item as its one negative.
    const [user, item] = [spread(2, 3, 0), spread(2, 3, 1)];
    const inBatch = await runObjective(
      bce,
      bceForward as never,
      { user, item, weight: [1, 0], scale: 2 },
      {
        negatives: 1,
      },
    );
    const drawn = await run({ user: [user[0]!], item, mixed: zeros(2), items: 50, scale: 2 }, { calibration: 0 });
    expect(drawn.loss).toBeCloseTo(inBatch.loss, 6);
    drawn.user[0]!.forEach((x, d) => expect(x).toBeCloseTo(inBatch.user[0]![d]!, 6));
    drawn.item.forEach((row, i) => row.forEach((x, d) => expect(x).toBeCloseTo(inBatch.item[i]![d]!, 6)));
  });

  it('pulls its own item less the more it is calibrated, and pushes the drawn ones as before', async () => {
    const at = (calibration: number) => run({ ...given, items: 1000 }, { calibration });
    const [none, half, full] = [await at(0), await at(0.5), await at(1)];
    const pull = ({ item }: { item: number[][] }) => -item[0]![0]!;
    expect(pull(none)).toBeGreaterThan(pull(half));
    expect(pull(half)).toBeGreaterThan(pull(full));
    expect(pull(full)).toBeGreaterThan(0);
    for (const n of [2, 3, 4]) expect(full.item[n]![0]).toBeCloseTo(none.item[n]![0]!, 6);
  });

  it('at t = 1 is least where the odds of an item are those of its being chosen among all', async () => {
    // One user, items chosen with probability p among 5; a draw of 2 of the 4 others. Loss in expectation, by score.
    const [items, sampled, p] = [5, 2, 0.6];
    const expected = async (score: number, t: number) => {
      const of = async (own: number, others: number[]) =>
        (
          await run(
            { user: [[1]], item: [[own], ...others.map((x) => [x])], mixed: zeros(1 + sampled), items },
            { calibration: t },
          )
        ).loss;
      // With p it is the item with this score, and the drawn ones score -30; else another one, and it is drawn in half.
      return (
        p * (await of(score, [-30, -30])) +
        (1 - p) * ((sampled / (items - 1)) * (await of(30, [score, -30])) + 0.5 * (await of(30, [-30, -30])))
      );
    };
    const best = async (t: number) => {
      const scores = Array.from({ length: 121 }, (_, i) => -3 + i / 20);
      const losses = await Promise.all(scores.map((score) => expected(score, t)));
      return scores[losses.indexOf(Math.min(...losses))]!;
    };
    expect(await best(1)).toBeCloseTo(Math.log(p / (1 - p)), 1);
    // Overconfident: the odds are 1 / alpha times too high.
    expect(await best(0)).toBeCloseTo(Math.log(p / (1 - p)) + Math.log((items - 1) / sampled), 1);
  });

  it('traps 4 and 5: a drawn item that the row’s user took does not repel it, and is not counted', async () => {
    const hit = [
      [0, 0, 1, 0, 0],
      [0, 0, 0, 0, 0],
    ];
    const only: Given = { ...given, weight: [1, 0], items: 100 };
    for (const kind of ['sameItem', 'sameUser'] as const) {
      const { loss, item } = await run({ ...only, [kind]: hit }, { calibration: 0 });
      expect(Math.abs(item[2]![0]!)).toBe(0);
      expect(loss).toBeCloseTo((softplus(-1) + softplus(0.5) + softplus(-1)) / 3, 5);
      const unmasked = await run({ ...only, [kind]: hit }, { calibration: 0, sameItem: false, sameUser: false });
      expect(unmasked.item[2]![0]).toBeGreaterThan(1e-3);
    }
    // A hit of one row is a negative of the others.
    expect(largest([(await run({ ...only, weight: [0, 1], sameItem: hit })).item[2]!])).toBeGreaterThan(1e-3);
  });

  it('leaves padding out, and weighs a row’s pairs as the row', async () => {
    const once = await run({ ...given, weight: [1, 3], items: 13 });
    const alone = [
      await run({ ...given, weight: [1, 0], items: 13 }),
      await run({ ...given, weight: [0, 1], items: 13 }),
    ];
    expect(once.loss).toBeCloseTo((alone[0]!.loss + 3 * alone[1]!.loss) / 4, 5);
    const padded: Given = {
      user: [...given.user, [9]],
      item: [...given.item.slice(0, 2), [9], ...given.item.slice(2)],
      mixed: zeros(6),
      realColumn: [1, 1, 0],
      weight: [1, 1, 0],
      items: 13,
    };
    for (const rowWeights of [true, false]) {
      const found = await run(padded, { rowWeights });
      expect(found.loss).toBeCloseTo((await run({ ...given, items: 13 })).loss, 5);
      expect(Math.abs(found.item[2]![0]!)).toBe(0);
    }
  });

  it('stays finite where scores are in the thousands', async () => {
    const { loss, item } = await run(
      { user: [[1]], item: [[-1], [1]], mixed: zeros(2), scale: 5000 },
      { calibration: 0 },
    );
    expect(loss).toBeCloseTo(5000, 0);
    expect(largest(item)).toBeLessThan(5001);
  });

  it('draws its items from the whole catalogue alike', () => {
    expect(block.samples!({ sampled: 40 } as never)).toEqual({ count: 40, by: 'uniform' });
  });
});
