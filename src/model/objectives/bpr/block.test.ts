import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import type { Json } from '../../document/graph';
import { keepsTraps, largest, offDiagonal, run as runObjective, spread, type Given } from '../../harness/objective';
import block from './block';
import forward from './forward';

beforeAll(openCpu);
const run = (given: Given, params: Record<string, Json> = {}) =>
  runObjective(block, forward as never, given, { negatives: 1, ...params });
const softplus = (x: number) => Math.log1p(Math.exp(x));

describe('bpr', () => {
  it('has the loss of a worked example, and log 2 where all scores are equal', async () => {
    // s+ 1, 1, -6; the next rows' items score 0.5, -4, 3.
    const { loss } = await run({ user: [[1], [2], [3]], item: [[0.5], [0.25], [-1]], scale: 2 });
    expect(loss).toBeCloseTo((softplus(-0.5) + softplus(-5) + softplus(9)) / 3, 5);
    expect((await run({ user: [[1], [1]], item: [[1], [1]] })).loss).toBeCloseTo(Math.log(2), 5);
  });

  it('takes the negative that scores highest as the hardest', async () => {
    const given: Given = { user: [[1], [1], [1]], item: [[0.5], [0.1], [0.4]], scale: 3 };
    expect((await run(given, { choose: 'hardest' })).loss).toBeCloseTo(
      (softplus(-0.3) + softplus(1.2) + softplus(0.3)) / 3,
      5,
    );
  });

  it('trap 3: cosines as good as can be have a loss of softplus(-2) = 0.127 without a scale', async () => {
    const apart = [[1], [-1], [1], [-1]];
    expect((await run({ user: apart, item: apart })).loss).toBeCloseTo(0.1269, 4);
    expect((await run({ user: apart, item: apart, scale: 15 })).loss).toBeLessThan(1e-5);
  });

  it('traps 4 and 5: has loss 0 and no gradient where no column is a negative', async () => {
    for (const masks of [{ sameItem: offDiagonal(3) }, { sameUser: offDiagonal(3) }]) {
      const { loss, user, item } = await run({ user: spread(3, 4, 0), item: spread(3, 4, 1), ...masks });
      expect([loss, largest(user), largest(item)]).toEqual([0, 0, 0]);
    }
  });

  keepsTraps(run);
});
