import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import * as tf from '../../../engine/tf';
import matchBlock from '../../blocks/match/block';
import type { Json } from '../../document/graph';
import { withDefaults } from '../../document/params';
import { harnessContext } from '../../harness/context';
import {
  keepsTraps,
  largest,
  offDiagonal,
  pairsOf,
  run as runObjective,
  spread,
  type Given,
} from '../../harness/objective';
import block from './block';
import forward from './forward';

beforeAll(openCpu);
const run = (given: Given, params: Record<string, Json> = {}) =>
  runObjective(block, forward as never, given, { negatives: 1, ...params });
const softplus = (x: number) => Math.log1p(Math.exp(x));

describe('in-batch-bce', () => {
  it('has the loss of a worked example: the next row’s item is the negative, the last row’s is the first', async () => {
    const { loss } = await run({ user: [[1], [2], [3]], item: [[0.5], [0.25], [-1]], scale: 2 }, { bias: 0.5 });
    const own = [1.5, 1.5, -5.5].map((x) => softplus(-x));
    const negative = [1, -3.5, 3.5].map(softplus);
    expect(loss).toBeCloseTo([...own, ...negative].reduce((a, b) => a + b) / 6, 5);
  });

  it('with the hardest negative is half of -log s(s+) - log(1 - s(s-)), Que2Search’s second stage with its sign mended', async () => {
    // s+ 1.5, 0.3, 1.2; the highest of the others 1.2, 1.5, 1.5.
    const given: Given = { user: [[1], [1], [1]], item: [[0.5], [0.1], [0.4]], scale: 3 };
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const of = (own: number, negative: number) => -Math.log(sigmoid(own)) - Math.log(1 - sigmoid(negative));
    expect((await run(given, { choose: 'hardest' })).loss).toBeCloseTo(
      (of(1.5, 1.2) + of(0.3, 1.5) + of(1.2, 1.5)) / 3 / 2,
      5,
    );
  });

  it('trap 27: falls when the hardest negative is pushed away, and pushes it', async () => {
    const at = (negative: number) =>
      run(
        {
          user: [
            [1, 0],
            [0, 1],
            [0, 1],
          ],
          item: [
            [0.9, 0],
            [negative, 1],
            [-1, 1],
          ],
          weight: [1, 0, 0],
          scale: 15,
        },
        { choose: 'hardest' },
      );
    const losses = await Promise.all([0.9, 0.5, 0, -0.5].map(at));
    for (const [i, { loss }] of losses.slice(1).entries()) expect(loss).toBeLessThan(losses[i]!.loss);
    // The gradient of a negative points along the user: a step against it leads away.
    for (const { item } of losses) expect(item[1]![0]).toBeGreaterThan(0);
    expect(losses[0]!.item[0]![0]).toBeLessThan(0);
  });

  it('weighs a pair as its row', async () => {
    const given: Given = { user: spread(4, 3, 0), item: spread(4, 3, 1) };
    const once = await run({ ...given, weight: [1, 2, 0, 3] }, { negatives: 2 });
    expect((await run({ ...given, weight: [2, 4, 0, 6] }, { negatives: 2 })).loss).toBeCloseTo(once.loss, 5);
    expect(once.user[2]!.map(Math.abs)).toEqual([0, 0, 0]);
    const own = await Promise.all(
      [0, 1, 2, 3].map(
        async (row) =>
          (await run({ ...given, weight: [0, 1, 2, 3].map((i) => (i === row ? 1 : 0)) }, { negatives: 2 })).loss,
      ),
    );
    expect(once.loss).toBeCloseTo((own[0]! + 2 * own[1]! + 3 * own[3]!) / 6, 5);
  });

  it('learns the bias where it is asked to, from the value given', async () => {
    expect(
      block.weights(
        { pairing: { kind: 'pairing', width: 1, rule: 'dot' } },
        withDefaults(block.params, { bias: -2, learnBias: true }),
      ),
    ).toEqual({ bias: { shape: [1], init: { kind: 'constant', value: -2 } } });
    const pairing = {
      type: { kind: 'pairing', width: 1, rule: 'dot' },
      user: tf.tensor2d([[0], [0]]),
      item: tf.tensor2d([[0], [0]]),
      scale: tf.tensor1d([1]),
    } as const;
    const slope = tf.grad((bias: tf.Tensor) =>
      tf.reshape<tf.Rank.R0>(
        forward(
          { pairing },
          { bias },
          withDefaults(block.params, { negatives: 1, learnBias: true }),
          harnessContext({ training: true, pairs: () => pairsOf(2, {}) }),
        ).loss.values,
        [],
      ),
    )(tf.tensor1d([1]));
    // Positives pull it up, as many negatives push it down.
    expect((await slope.data())[0]).toBeCloseTo(1 / (1 + Math.exp(-1)) - 0.5, 5);
  });

  it('trap 3: cosines as good as can be have a loss of softplus(-1) = 0.313 without a scale, and almost none at the match’s default temperature', async () => {
    const apart = [[1], [-1], [1], [-1]];
    expect((await run({ user: apart, item: apart })).loss).toBeCloseTo(0.3133, 4);
    expect(
      (await run({ user: apart, item: apart, scale: 1 / matchBlock.params.temperature.default })).loss,
    ).toBeLessThan(1e-5);
  });

  it('trap 4: copies of an item are no negatives', async () => {
    const given: Given = { user: spread(3, 4, 0), item: spread(3, 4, 1), sameItem: offDiagonal(3) };
    const { loss, item } = await run(given, { negatives: 2 });
    const alone = await Promise.all([0, 1, 2].map((i) => run({ user: [given.user[i]!], item: [given.item[i]!] })));
    expect(loss).toBeCloseTo(
      alone.reduce((sum, row) => sum + row.loss / 3, 0),
      5,
    );
    item.forEach((slope, i) => slope.forEach((x, d) => expect(x).toBeCloseTo(alone[i]!.item[0]![d]! / 3, 5)));
    expect((await run(given, { negatives: 2, sameItem: false, sameUser: false })).loss).not.toBeCloseTo(loss, 3);
  });

  it('trap 5: other positives of the user are no negatives', async () => {
    const given: Given = {
      user: [
        [1, 0],
        [1, 0],
      ],
      item: [
        [0.8, 0.6],
        [0.8, -0.6],
      ],
      sameUser: offDiagonal(2),
    };
    for (const [slope] of (await run(given)).item) expect(slope).toBeLessThan(0);
    expect((await run(given, { sameUser: false })).item[0]![0]).toBeGreaterThan(0);
  });

  keepsTraps(run);

  it('leaves padding out, as row and as negative', async () => {
    const [user, item] = [spread(3, 4, 0), spread(3, 4, 1)];
    const once = await run({ user, item }, { negatives: 2 });
    const padded: Given = {
      user: [...user, user[0]!],
      item: [...item, item[0]!],
      realColumn: [1, 1, 1, 0],
      weight: [1, 1, 1, 0],
    };
    for (const rowWeights of [true, false])
      expect((await run(padded, { negatives: 2, rowWeights })).loss).toBeCloseTo(once.loss, 5);
  });

  it('stays finite where scores are in the thousands, and in a batch of one', async () => {
    const { loss, item } = await run({ user: [[1], [1]], item: [[-1], [1]], scale: 5000 });
    expect(loss).toBeCloseTo((5000 + 5000) / 4, 0);
    expect(largest(item)).toBeLessThan(5001);
    expect((await run({ user: [[1]], item: [[1]] }, { negatives: 4 })).loss).toBeCloseTo(softplus(-1), 5);
  });
});
