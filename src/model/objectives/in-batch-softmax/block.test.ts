/** The traps of in-batch training, by their numbers in the reference of systems (section 6). */
import { onDevice } from '../../../engine/testing';
import { describe, expect, it } from 'vitest';
import * as tf from '../../../engine/tf';
import match from '../../blocks/match/block';
import matchForward from '../../blocks/match/forward';
import { withDefaults } from '../../document/params';
import { harnessContext } from '../../harness/context';
import { largest, offDiagonal, spread, type Matrix } from '../../harness/objective';
import { lossOf, run, type Setup } from './testing';

onDevice();

describe('trap 2: log q after the temperature, on all columns, never in serving', () => {
  const logQ = [0.5, 0.25, 0.125, 0.125].map(Math.log);

  it.each([0.05, 0.5, 2])(
    'is uniform (loss = log B) where the scaled scores equal log q, at temperature %f',
    async (temperature) => {
      const { loss, item } = await run({
        user: [[1], [1], [1], [1]],
        item: logQ.map((q) => [q * temperature]),
        logQ,
        match: { score: 'inner', temperature },
      });
      expect(loss).toBeCloseTo(Math.log(4), 5);
      // Uniform: every column pulled once and pushed four times a quarter.
      expect(largest(item) * temperature).toBeLessThan(1e-5);
    },
  );

  it('leaves q out when switched off', async () => {
    const { loss } = await run({
      user: [[1], [1], [1], [1]],
      item: [[0], [0], [0], [0]],
      logQ,
      match: { score: 'inner' },
      objective: { logQ: false },
    });
    expect(loss).toBeCloseTo(Math.log(4), 5);
  });

  it('stays finite for an item that was never counted (log 0)', async () => {
    const { loss, item } = await run({ user: spread(2, 3, 0), item: spread(2, 3, 1), logQ: [-Infinity, -1] });
    expect(Number.isFinite(loss) && item.flat().every(Number.isFinite)).toBe(true);
  });
});

describe('trap 3: a cosine needs a scale', () => {
  async function overfit(temperature: number): Promise<number> {
    const setup: Setup = {
      user: spread(16, 8, 0),
      item: spread(16, 8, 5),
      match: { temperature },
      objective: { logQ: false },
    };
    for (let step = 0; step < 60; step++) {
      const { user, item } = await run(setup);
      const descend = (x: Matrix, slope: Matrix) => x.map((row, i) => row.map((value, d) => value - 2 * slope[i]![d]!));
      setup.user = descend(setup.user, user);
      setup.item = descend(setup.item, item);
    }
    return (await run(setup)).loss;
  }

  it('overfits one batch of 16 below .05 at the default temperature', async () =>
    expect(await overfit(match.params.temperature.default)).toBeLessThan(0.05));

  it('without a scale cannot fall below log(1 + 15 / e^2) = 1.109', async () => {
    const loss = await overfit(1);
    expect(loss).toBeGreaterThan(1.109);
    expect(loss).toBeLessThan(2.5);
  });
});

describe('trap 4: duplicates are no negatives', () => {
  const vectors = { user: spread(3, 4, 0), item: spread(3, 4, 1), sameItem: offDiagonal(3) };

  it('has loss 0 and no gradient on a batch of one item', async () => {
    const { loss, item, user } = await run(vectors);
    expect(loss).toBeCloseTo(0, 5);
    expect(largest(item)).toBeLessThan(1e-5);
    expect(largest(user)).toBeLessThan(1e-5);
  });

  it('pushes the copies apart when switched off', async () => {
    expect(largest((await run({ ...vectors, objective: { sameItem: false, sameUser: false } })).item)).toBeGreaterThan(
      0.1,
    );
  });
});

describe('trap 5: the other positives of a user are no negatives', () => {
  const vectors = {
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

  it('does not repel two items of the only user', async () => {
    const { loss, item } = await run(vectors);
    expect(loss).toBeCloseTo(0, 5);
    expect(largest(item)).toBeLessThan(1e-5);
  });

  it('repels them when switched off: equal scores, loss log 2', async () => {
    const { loss, user } = await run({ ...vectors, objective: { sameUser: false } });
    expect(loss).toBeCloseTo(Math.log(2), 5);
    expect(largest(user)).toBeGreaterThan(0.1);
  });
});

describe('trap 14: every row has a score of its own', () => {
  it('row 0 alone counts: its loss does not see the users of other rows', async () => {
    const setup: Setup = { user: spread(3, 4, 0), item: spread(3, 4, 1), weight: [1, 0, 0] };
    const other = await run({ ...setup, user: [setup.user[0]!, ...spread(2, 4, 9)] });
    expect(other.loss).toBe((await run(setup)).loss);
  });

  it('the rows of a batch have different losses: their mean is the loss of the batch', async () => {
    const setup: Setup = { user: spread(3, 4, 0), item: spread(3, 4, 1) };
    const own = await Promise.all(
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ].map(async (weight) => (await run({ ...setup, weight })).loss),
    );
    expect(new Set(own.map((loss) => loss.toFixed(3))).size).toBe(3);
    expect((await run(setup)).loss).toBeCloseTo((own[0]! + own[1]! + own[2]!) / 3, 4);
  });
});

describe('trap 15: the vectors that leave the match are those that are scored', () => {
  it('scale x their inner product is the cosine of the towers over the temperature', async () => {
    const [u, v] = [spread(2, 3, 0), spread(2, 3, 1)];
    const type = { kind: 'vector', width: 3, parts: [] } as const;
    const exported = tf.tidy(() => {
      const { pairing } = matchForward(
        { user: { type, values: tf.tensor2d(u) }, item: { type, values: tf.tensor2d(v) } },
        {},
        withDefaults(match.params, { temperature: 0.1 }),
        harnessContext({ training: false }),
      );
      return {
        scores: tf.mul(tf.matMul(pairing.user, pairing.item, false, true), pairing.scale),
        lengths: tf.norm(pairing.item, 2, 1),
      };
    });
    const [scores, lengths] = [(await exported.scores.array()) as Matrix, (await exported.lengths.array()) as number[]];
    tf.dispose(exported);
    const dot = (a: number[], b: number[]) => a.reduce((sum, x, d) => sum + x * b[d]!, 0);
    for (const length of lengths) expect(length).toBeCloseTo(1, 5);
    u.forEach((a, i) =>
      v.forEach((b, j) => expect(scores[i]![j]).toBeCloseTo(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)) / 0.1, 3)),
    );
  });
});

describe('trap 19: the loss is a mean', () => {
  const user = spread(3, 4, 0);
  const item = spread(3, 4, 1);

  it('a batch that stands twice, each copy among itself, has the same loss and the same update', async () => {
    const once = await run({ user, item });
    const apart = Array.from({ length: 6 }, (_, i) =>
      Array.from({ length: 6 }, (__, j) => (Math.floor(i / 3) === Math.floor(j / 3) ? 0 : 1)),
    );
    const twice = await run({ user: [...user, ...user], item: [...item, ...item], sameUser: apart });
    expect(twice.loss).toBeCloseTo(once.loss, 5);
    once.item.forEach((row, i) =>
      row.forEach((slope, d) => expect(twice.item[i]![d]! + twice.item[i + 3]![d]!).toBeCloseTo(slope, 4)),
    );
  });

  it('doubling every row weight changes nothing, doubling one does', async () => {
    const once = await run({ user, item });
    expect((await run({ user, item, weight: [2, 2, 2] })).loss).toBeCloseTo(once.loss, 5);
    expect(Math.abs((await run({ user, item, weight: [2, 1, 1] })).loss - once.loss)).toBeGreaterThan(1e-3);
  });

  it('padding rows count neither as rows nor as columns, also without row weights', async () => {
    const once = await run({ user, item });
    const padded: Setup = {
      user: [...user, user[0]!],
      item: [...item, item[0]!],
      realColumn: [1, 1, 1, 0],
      weight: [1, 1, 1, 0],
    };
    expect((await run(padded)).loss).toBeCloseTo(once.loss, 5);
    expect((await run({ ...padded, objective: { rowWeights: false } })).loss).toBeCloseTo(once.loss, 5);
  });
});

describe('trap 22: what a batch recalls is called batch recall', () => {
  it('is 2/3 where one user of three scores another item of the batch higher', async () => {
    const seen = new Map<string, tf.Tensor>();
    tf.tidy(() =>
      lossOf(
        tf.tensor2d([
          [1, 0, 0],
          [0, 1, 0],
          [0, 1, 0.5],
        ]),
        tf.eye(3),
        { user: [], item: [] },
        (name, x) => seen.set(name, tf.keep(x)),
      ),
    ).dispose();
    const recall = await seen.get('batchRecall')?.data();
    tf.dispose([...seen.values()]);
    expect([...seen.keys()]).toEqual(['batchRecall']);
    expect(recall?.[0]).toBeCloseTo(2 / 3, 5);
  });
});
