import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import type { Json } from '../../document/graph';
import { largest, offDiagonal, run as runObjective, spread, twice, type Given } from '../../harness/objective';
import block from './block';
import forward from './forward';

beforeAll(openCpu);
const run = (given: Given, params: Record<string, Json> = {}) =>
  runObjective(block, forward as never, given, { negatives: 1, margin: 0.2, ...params });
/** Three unit vectors: item 1 is near to user 0, item 2 is far from it. */
const user = [
  [1, 0],
  [0.6, 0.8],
  [0, 1],
];
const item = [
  [0.8, 0.6],
  [0.96, 0.28],
  [0, 1],
];

describe('triplet', () => {
  it('has the loss of a worked example', async () => {
    // s+ 0.8, 0.8, 1; the next rows' items score 0.96, 0.8, 0.6.
    expect((await run({ user, item })).loss).toBeCloseTo((0.36 + 0.2 + 0) / 3, 5);
    expect((await run({ user, item }, { reduction: 'sum' })).loss).toBeCloseTo(0.56, 5);
  });

  it('takes the item that scores highest among the negatives as the hardest', async () => {
    // Negatives of the rows: 0.96 and 0; 0.96 and 0.8; 0.6 and 0.28.
    expect((await run({ user, item }, { choose: 'hardest', margin: 0.5 })).loss).toBeCloseTo(
      (0.66 + 0.66 + 0.1) / 3,
      5,
    );
    const masked: Given = {
      user,
      item,
      sameUser: [
        [0, 1, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
    };
    expect((await run(masked, { choose: 'hardest', margin: 0.5 })).loss).toBeCloseTo((0 + 0.66 + 0.1) / 3, 5);
    expect((await run(masked, { choose: 'hardest', margin: 0.5, sameUser: false })).loss).toBeCloseTo(
      (0.66 + 0.66 + 0.1) / 3,
      5,
    );
  });

  it('takes up to two hardest of each row, none of them an accidental hit', async () => {
    // Both negatives of the rows, gap and margin: 0.66 and -0.3; 0.66 and 0.5; 0.1 and -0.22.
    expect((await run({ user, item }, { choose: 'hardest', hard: 2, margin: 0.5 })).loss).toBeCloseTo(
      (0.66 + 0 + 0.66 + 0.5 + 0.1 + 0) / 6,
      5,
    );
    const masked: Given = {
      user,
      item,
      sameUser: [
        [0, 1, 0],
        [1, 0, 0],
        [0, 1, 0],
      ],
    };
    expect((await run(masked, { choose: 'hardest', hard: 2, margin: 0.5 })).loss).toBeCloseTo((0 + 0.5 + 0.1) / 3, 5);
  });

  it('sets hard negatives beside easy ones', async () => {
    // The next rows' items: 0.66, 0.5, 0.1; the hardest: 0.66, 0.66, 0.1.
    expect((await run({ user, item }, { choose: 'both', margin: 0.5 })).loss).toBeCloseTo(
      (0.66 + 0.5 + 0.1 + 0.66 + 0.66 + 0.1) / 6,
      5,
    );
    expect((await run({ user, item }, { choose: 'both', hardShare: 0, margin: 0.5 })).loss).toBeCloseTo(
      (0.66 + 0.5 + 0.1) / 3,
      5,
    );
  });

  it('trap 21: gives the asked share of the rows a hard negative', async () => {
    const rows = 400;
    // One number for every gap: the sum counts pairs.
    const same: Given = {
      user: Array.from({ length: rows }, () => [1]),
      item: Array.from({ length: rows }, () => [0]),
    };
    const pairs = async (params: Record<string, Json>) =>
      (await run(same, { margin: 1, reduction: 'sum', ...params })).loss;
    expect(await pairs({ choose: 'both', negatives: 4, hardShare: 1 })).toBeCloseTo(5 * rows, 0);
    const few = (await pairs({ choose: 'both', negatives: 4, hardShare: 0.1 })) - 4 * rows;
    expect(few).toBeGreaterThan(0.06 * rows);
    expect(few).toBeLessThan(0.14 * rows);
  });

  it('by squared distance counts twice for unit vectors, at twice the margin', async () => {
    for (const choose of ['random', 'hardest']) {
      const similar = await run({ user, item }, { choose });
      expect((await run({ user, item }, { choose, form: 'distance', margin: 0.4 })).loss).toBeCloseTo(
        2 * similar.loss,
        5,
      );
    }
  });

  it('by squared distance sees the length of items', async () => {
    // d+ 0.25 and 4; the other item is at 4 and 0.25.
    expect((await run({ user: [[1], [1]], item: [[0.5], [3]] }, { form: 'distance', margin: 1 })).loss).toBeCloseTo(
      (0 + 4.75) / 2,
      5,
    );
  });

  it('has no gradient where the margin is kept', async () => {
    const {
      loss,
      user: dUser,
      item: dItem,
    } = await run({
      user: [
        [1, 0],
        [0, 1],
      ],
      item: [
        [1, 0],
        [0, 1],
      ],
    });
    expect([loss, largest(dUser), largest(dItem)]).toEqual([0, 0, 0]);
  });

  it('trap 4: has loss 0 on a batch of one item, and on one of one row', async () => {
    for (const choose of ['random', 'hardest']) {
      for (const reduction of ['mean', 'sum']) {
        const { loss, item: slopes } = await run({ user, item, sameItem: offDiagonal(3) }, { choose, reduction });
        expect([loss, largest(slopes)]).toEqual([0, 0]);
        expect((await run({ user: [[1]], item: [[1]] }, { choose, reduction })).loss).toBe(0);
      }
    }
  });

  it('trap 19: a batch that stands twice has the same loss as a mean, and twice the loss as a sum', async () => {
    const given: Given = { user: spread(3, 4, 0), item: spread(3, 4, 1) };
    const doubled: Given = { user: twice(given.user), item: twice(given.item) };
    for (const [reduction, factor] of [
      ['mean', 1],
      ['sum', 2],
    ] as const) {
      const { loss } = await run(given, { reduction });
      expect(loss).toBeGreaterThan(0.1);
      expect((await run(doubled, { reduction })).loss).toBeCloseTo(factor * loss, 4);
    }
  });

  it.each(['similarity', 'distance'])('trap 27: the loss by %s falls when a negative is pushed away', async (form) => {
    for (const choose of ['random', 'hardest']) {
      const at = async (negative: number) =>
        (await run({ user: [[1], [1]], item: [[0.9], [negative]], weight: [1, 0] }, { form, choose, margin: 3 })).loss;
      expect(await at(0)).toBeLessThan(await at(0.5));
      expect(await at(0.5)).toBeLessThan(await at(1));
    }
  });

  it('leaves padding out, as row and as negative', async () => {
    const padded: Given = {
      user: [...user, user[0]!],
      item: [...item, [1, 0]],
      realColumn: [1, 1, 1, 0],
      weight: [1, 1, 1, 0],
    };
    for (const choose of ['random', 'hardest'])
      expect((await run(padded, { choose, rowWeights: false })).loss).toBeCloseTo(
        (await run({ user, item }, { choose })).loss,
        5,
      );
  });
});
