/** The traps of in-batch training, by their numbers in the reference of systems (section 6). */
import { nodeGpu } from '../../../engine/node-gpu';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDevice, type Device } from '../../../engine/device';
import match from '../../blocks/match/block';
import matchForward from '../../blocks/match/forward';
import { withDefaults } from '../../params';
import { trialContext } from '../../harness/context';
import { largest, offDiagonal, pairsOf, spread, type Masks, type Matrix } from '../testing';
import softmax from './block';
import forward from './forward';

let device: Device;
beforeAll(async () => {
  device = await openDevice({ gpu: nodeGpu });
});
afterAll(() => device.close());

interface Setup extends Masks {
  user: Matrix;
  item: Matrix;
  match?: Partial<{ score: 'cosine' | 'inner'; temperature: number }>;
  objective?: Partial<
    Record<'logQ' | 'sameItem' | 'sameUser' | 'rowWeights', boolean> & {
      direction: 'rows' | 'both';
      sampling: 'none' | 'uniform' | 'popularity';
    }
  >;
}

/** Match and objective on given vectors, as a function of them. */
function lossOf(
  user: tf.Tensor,
  item: tf.Tensor,
  setup: Setup,
  probed?: (name: string, x: tf.Tensor) => void,
): tf.Scalar {
  const [rows, width] = user.shape as [number, number];
  const type = { kind: 'vector', width, parts: [] } as const;
  const { pairing } = matchForward(
    { user: { type, values: user as tf.Tensor2D }, item: { type, values: item as tf.Tensor2D } },
    {},
    withDefaults(match.params, setup.match ?? {}),
    // A match that reads pairs would carry q into serving.
    trialContext({ training: true }),
  );
  const context = trialContext({ training: true, pairs: () => pairsOf(rows, setup), probed });
  const { loss } = forward(
    { pairing: { type: { kind: 'pairing', width, rule: 'dot' }, ...pairing } },
    {},
    withDefaults(softmax.params, setup.objective ?? {}),
    context,
  );
  return loss.values.asScalar();
}

/** Loss and gradients for the vectors before the match. */
async function run(setup: Setup) {
  const tensors = tf.tidy(() => {
    const { value, grads } = tf.valueAndGrads((u: tf.Tensor, v: tf.Tensor) => lossOf(u, v, setup))([
      tf.tensor2d(setup.user),
      tf.tensor2d(setup.item),
    ]);
    return { loss: value, user: grads[0]!, item: grads[1]! };
  });
  const [loss, user, item] = await Promise.all([tensors.loss.data(), tensors.user.array(), tensors.item.array()]);
  tf.dispose(tensors);
  return { loss: loss[0]!, user: user as Matrix, item: item as Matrix };
}

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
    expect(largest((await run({ ...vectors, objective: { sameItem: false } })).item)).toBeGreaterThan(0.1);
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
        trialContext({ training: false }),
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
    const twice = await run({ user: [...user, ...user], item: [...item, ...item], sameItem: apart });
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

describe('both directions', () => {
  const [user, item] = [spread(4, 3, 0), spread(4, 3, 1)];
  const transposed = (matrix: Matrix): Matrix => matrix[0]!.map((_, j) => matrix.map((row) => row[j]!));
  // One way only: item 1 is a positive of user 0, but item 0 is none of user 1.
  const sameUser = [
    [0, 1, 0, 0],
    [0, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 0, 0],
  ];
  const masks = { sameUser, weight: [1, 2, 0.5, 1], logQ: [0.4, 0.3, 0.2, 0.1].map(Math.log) };

  it('is half the loss of the rows and half that of the columns, where a hit is masked from the other side', async () => {
    const both = await run({ user, item, ...masks, objective: { direction: 'both', logQ: false } });
    const rows = await run({ user, item, ...masks, objective: { logQ: false } });
    const columns = await run({
      user: item,
      item: user,
      ...masks,
      sameUser: transposed(sameUser),
      objective: { logQ: false },
    });
    expect(both.loss).toBeCloseTo((rows.loss + columns.loss) / 2, 5);
    both.user.forEach((row, i) =>
      row.forEach((slope, d) => expect(slope).toBeCloseTo((rows.user[i]![d]! + columns.item[i]![d]!) / 2, 4)),
    );
    const otherMask = await run({ user: item, item: user, ...masks, objective: { logQ: false } });
    expect(Math.abs(otherMask.loss - columns.loss)).toBeGreaterThan(1e-3);
  });

  it('corrects the rows alone for popularity', async () => {
    const { logQ } = masks;
    const gap = async (direction: 'rows' | 'both') =>
      (await run({ user, item, logQ, objective: { direction } })).loss -
      (await run({ user, item, logQ, objective: { direction, logQ: false } })).loss;
    expect(Math.abs(await gap('rows'))).toBeGreaterThan(1e-2);
    expect(await gap('both')).toBeCloseTo((await gap('rows')) / 2, 5);
  });

  it('trap 4 and trap 5: has loss 0 where no column is a negative', async () => {
    for (const all of [{ sameItem: offDiagonal(4) }, { sameUser: offDiagonal(4) }])
      expect((await run({ user, item, ...all, objective: { direction: 'both' } })).loss).toBeCloseTo(0, 5);
  });

  it('leaves padding out, as row and as column', async () => {
    const padded: Setup = {
      user: [...user, user[0]!],
      item: [...item, item[0]!],
      realColumn: [1, 1, 1, 1, 0],
      weight: [1, 1, 1, 1, 0],
    };
    const once = await run({ user, item, objective: { direction: 'both' } });
    expect((await run({ ...padded, objective: { direction: 'both' } })).loss).toBeCloseTo(once.loss, 5);
  });
});

describe('mixed negatives: sampled items behind those of the rows', () => {
  const objective = { sampling: 'uniform' } as const;
  const [user, item] = [spread(3, 4, 0), spread(8, 4, 1)];
  const mixed = Array<number>(8).fill(0);

  it.each([0.05, 2])(
    'trap 2: are uniform (loss = log(B + N)) where the scaled scores equal the mixture’s log q, at temperature %f',
    async (temperature) => {
      const logQ = [0.2, 0.1, 0.3, 0.25, 0.15].map(Math.log);
      const { loss } = await run({
        user: [[1], [1]],
        item: logQ.map((q) => [q * temperature]),
        logQ: [-9, -9],
        mixed: logQ,
        objective,
        match: { score: 'inner', temperature },
      });
      expect(loss).toBeCloseTo(Math.log(5), 4);
    },
  );

  it('stand as negatives of every row, and of nothing else', async () => {
    const { loss } = await run({
      user: [[1], [2]],
      item: [[1], [0], [0.5]],
      mixed: [0, 0, 0],
      objective,
      match: { score: 'inner', temperature: 1 },
    });
    const entropy = (own: number, ...all: number[]) => Math.log(all.reduce((sum, x) => sum + Math.exp(x), 0)) - own;
    expect(loss).toBeCloseTo((entropy(1, 1, 0, 0.5) + entropy(0, 2, 0, 1)) / 2, 5);
  });

  it('traps 4 and 5: one that holds an item of the row’s user does not repel it', async () => {
    const hit = user.map((_, i) => mixed.map((__, j) => (i === 0 && j === 5 ? 1 : 0)));
    const only: Setup = { user, item, mixed, weight: [1, 0, 0], objective, match: { score: 'inner', temperature: 1 } };
    for (const kind of ['sameItem', 'sameUser'] as const) {
      expect((await run({ ...only, [kind]: hit })).item[5]!.map(Math.abs)).toEqual([0, 0, 0, 0]);
      expect(
        largest([(await run({ ...only, [kind]: hit, objective: { ...objective, [kind]: false } })).item[5]!]),
      ).toBeGreaterThan(1e-3);
    }
    // A hit of one row is a negative of the others.
    expect(largest([(await run({ ...only, weight: [0, 1, 0], sameItem: hit })).item[5]!])).toBeGreaterThan(1e-3);
  });

  it('are seen by no objective that did not ask: loss and gradients of the rows are those of the rows alone', async () => {
    for (const direction of ['rows', 'both'] as const) {
      const alone = await run({ user, item: item.slice(0, 3), logQ: [-1, -2, -3], objective: { direction } });
      const beside = await run({ user, item, logQ: [-1, -2, -3], mixed, objective: { direction } });
      expect(beside.loss).toBe(alone.loss);
      expect(beside.user).toEqual(alone.user);
      expect(beside.item).toEqual([...alone.item, ...Array.from({ length: 5 }, () => [0, 0, 0, 0])]);
    }
  });

  it('trap 19: a batch that stands twice, its sampled items too, has nearly the same loss', async () => {
    const given = { user, item, mixed, objective };
    const both = {
      user: [...user, ...user],
      item: [...item.slice(0, 3), ...item.slice(0, 3), ...item.slice(3), ...item.slice(3)],
      mixed: Array<number>(16).fill(0),
      objective,
    };
    const copies = Array.from({ length: 6 }, (_, i) =>
      Array.from({ length: 16 }, (__, j) => (j < 6 && j !== i && j % 3 === i % 3 ? 1 : 0)),
    );
    const [once, doubled] = [await run(given), await run({ ...both, sameItem: copies })];
    // Each negative counts twice, the positive once: log(1 + 2 e^x) lies between.
    expect(doubled.loss).toBeGreaterThan(once.loss);
    expect(doubled.loss).toBeLessThan(once.loss + Math.log(2));
  });

  it('reach the reversed direction no more than other columns do', async () => {
    const { item: slopes } = await run({ user, item, mixed, objective: { ...objective, direction: 'both' } });
    const rows = await run({ user, item, mixed, objective });
    slopes.slice(3).forEach((slope, j) => slope.forEach((x, d) => expect(x).toBeCloseTo(rows.item[3 + j]![d]! / 2, 6)));
  });
});
