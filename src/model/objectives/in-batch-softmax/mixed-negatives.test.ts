import { onDevice } from '../../../engine/testing';
import { describe, expect, it } from 'vitest';
import { largest, spread } from '../../harness/objective';
import { run, type Setup } from './testing';

onDevice();

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
        largest([
          (await run({ ...only, [kind]: hit, objective: { ...objective, sameItem: false, sameUser: false } })).item[5]!,
        ]),
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
