import { describe, expect, it } from 'vitest';
import { openCpu } from '../../device';
import { onDevice } from '../../testing';
import * as tf from '../../tf';
import { SAME_ITEM, SAME_USER } from '../in-batch-softmax/hits';
import { blockedOf, invent, packed } from '../in-batch-softmax/testing';
import { sampledNegatives } from './sampled-negatives';

const CASES = [
  [5, 3],
  [19, 40],
  [70, 16],
  [33, 130],
].flatMap(([rows, sampled]) =>
  [0, SAME_ITEM, SAME_USER, SAME_ITEM | SAME_USER].map((kinds) => ({ rows: rows!, sampled: sampled!, kinds })),
);

/** What is found, and what a loop over all pairs finds; of the rows that are no padding. */
async function both({ rows, sampled, kinds }: (typeof CASES)[number]): Promise<[number[], number[]]> {
  const batch = { ...invent(rows, sampled, 4, true), kinds };
  const real = batch.real.fill(1, rows);
  const there = sampledNegatives(tf.tensor1d(Int32Array.from(packed(batch)), 'int32'), rows, sampled, kinds);
  expect(there.shape).toEqual([rows, sampled]);
  const blocked = blockedOf({ ...batch, real });
  const ofReal = (x: ArrayLike<number>, across: number, from: number): number[] =>
    Array.from({ length: rows - 1 }, (_, row) =>
      Array.from({ length: sampled }, (__, n) => x[row * across + from + n]!),
    ).flat();
  return [
    ofReal(await there.data(), sampled, 0),
    ofReal(
      blocked.map((x) => 1 - x),
      rows + sampled,
      rows,
    ),
  ];
}

function finds(): void {
  it.each(CASES)('finds the hits of $rows rows among $sampled sampled items, kinds $kinds', async (given) => {
    const [found, expected] = await both(given);
    expect(found).toEqual(expected);
    expect(found.includes(0)).toBe(given.kinds !== 0 && given.sampled > 3 ? true : found.includes(0));
  });
}

describe('sampledNegatives', () => {
  onDevice();
  finds();
});

describe('sampledNegatives in plain loops', () => {
  it('opens the CPU path', openCpu);
  finds();
});
