import { onDevice } from '../../../engine/testing';
import { describe, expect, it } from 'vitest';
import { largest, spread } from '../../harness/objective';
import { run, type Setup } from './testing';

onDevice();

describe('negatives of earlier batches: vectors that are kept behind the rows’ items', () => {
  const objective = { sampling: 'earlier' } as const;

  it('are negatives of every row: the loss by hand', async () => {
    const { loss } = await run({
      user: [[1], [2]],
      item: [[1], [0]],
      memory: [[0.5]],
      mixed: [0, 0, 0],
      objective,
      match: { score: 'inner', temperature: 1 },
    });
    const entropy = (own: number, ...all: number[]) => Math.log(all.reduce((sum, x) => sum + Math.exp(x), 0)) - own;
    expect(loss).toBeCloseTo((entropy(1, 1, 0, 0.5) + entropy(0, 2, 0, 1)) / 2, 5);
  });

  const [user, item, memory] = [spread(3, 4, 0), spread(3, 4, 1), spread(5, 4, 2)];
  const given: Setup = { user, item, memory, mixed: Array<number>(8).fill(-1), objective };

  it('move users as sampled items with the same vectors do, and items as without them', async () => {
    const earlier = await run(given);
    const match = { score: 'inner', temperature: 1 } as const;
    const sampled = await run({ ...given, match, item: [...item, ...memory], objective: { sampling: 'uniform' } });
    const inner = await run({ ...given, match });
    expect(inner.loss).toBeCloseTo(sampled.loss, 5);
    inner.user.forEach((row, i) => row.forEach((x, d) => expect(x).toBeCloseTo(sampled.user[i]![d]!, 5)));
    const alone = await run({ user, item });
    earlier.item.forEach((row, i) => row.forEach((x, d) => expect(x).toBeCloseTo(alone.item[i]![d]!, 5)));
    expect(largest(inner.item.map((row, i) => row.map((x, d) => x - sampled.item[i]![d]!)))).toBeGreaterThan(1e-2);
    expect(largest(earlier.user.map((row, i) => row.map((x, d) => x - alone.user[i]![d]!)))).toBeGreaterThan(1e-2);
  });

  it('traps 4 and 5: one that holds an item of the row’s user does not repel it', async () => {
    const hit = user.map((_, i) => given.mixed!.map((__, j) => (i === 0 && j === 5 ? 1 : 0)));
    const only: Setup = { ...given, weight: [1, 0, 0] };
    const others = await run({
      ...only,
      memory: memory.map((row, n) => (n === 2 ? row.map((x) => -3 * x) : row)),
      sameItem: hit,
    });
    for (const kind of ['sameItem', 'sameUser'] as const) {
      expect((await run({ ...only, [kind]: hit })).loss).toBe(others.loss);
      expect(
        (await run({ ...only, [kind]: hit, objective: { ...objective, sameItem: false, sameUser: false } })).loss,
      ).toBeGreaterThan(others.loss);
    }
  });
});
