import { describe, expect, it } from 'vitest';
import { rankReference } from '../kernels/retrieval/reference';
import { numbers } from '../testing';
import { innerProducts } from './product';
import { rankOnCpu, rankRow } from './rank';

describe('the ranking of given scores', () => {
  // As many as fill lanes and not, with few values and many.
  it.each([
    [3, 2],
    [64, 3],
    [1027, 5],
    [1027, 1e6],
  ])('of %i items, %i values, is that of plain loops', (items, values) => {
    const scores = Float32Array.from(numbers(items, items), (x) => Math.floor(x * values));
    const seen = Uint32Array.from({ length: items }, (_, n) => n).filter((n) => n % 7 === 2);
    const targets = Uint32Array.of(0, items - 1, 2);
    const start = (list: Uint32Array) => Uint32Array.of(0, list.length);
    for (const k of [0, 1, 10]) {
      const plain = rankReference(Float32Array.of(1), null, 1, scores, 1, {
        users: 1,
        k,
        seen: { start: start(seen), items: seen },
        targets: { start: start(targets), items: targets },
      });
      const { greater, ties, top } = rankRow(scores, { k, seen: seen.toReversed(), targets })!;
      expect({ greater, ties, top }).toEqual({ greater: plain.greater, ties: plain.ties, top: plain.top });
    }
  });

  it.each([0, 5, 8, 9])('is none where the score of item %i is not a number', (wrong) => {
    const scores = numbers(10, 1);
    const query = { k: 3, seen: new Uint32Array(0), targets: Uint32Array.of(2) };
    expect(rankRow(scores, query)).not.toBeNull();
    expect(rankRow(scores.with(wrong, Number.NaN), query)).toBeNull();
  });
});

describe('the ranking of vectors of which most numbers are 0', () => {
  const [USERS, PER_USER, ITEMS, WIDTH] = [5, 2, 40, 24];
  const whole = (count: number, seed: number) => numbers(count, seed).map((x) => Math.floor(8 * x) - 4);
  const items = whole(ITEMS * WIDTH, 1);
  const query = {
    users: USERS,
    k: 6,
    seen: { start: Uint32Array.of(0, 1, 1, 3, 3, 3), items: Uint32Array.of(4, 0, 39) },
    targets: { start: Uint32Array.of(0, 1, 2, 3, 4, 6), items: Uint32Array.of(7, 39, 1, 0, 2, 38) },
  };
  const active = Float32Array.of(1, 1, 1, 0, 0, 1, 1, 1, 0, 0);

  // Of none, few, half and more than half of the numbers, first and last among them; of one user alone; all of none.
  it.each([
    ['one', (_: number, d: number) => d === 23],
    ['few', (_: number, d: number) => [0, 5, 23].includes(d)],
    ['half', (_: number, d: number) => d % 2 === 0],
    ['most', (_: number, d: number) => d > 6],
    ['those of one user', (vector: number, d: number) => d < 3 || (vector === 9 && d === 20)],
    ['none', () => false],
  ])('is that of plain loops: %s', async (_, isThere) => {
    const vectors = whole(USERS * PER_USER * WIDTH, 2).map((x, at) =>
      isThere(Math.floor(at / WIDTH), at % WIDTH) ? x || 1 : 0,
    );
    // Behind the users that are asked about stands what belongs to nobody.
    const padded = new Float32Array(vectors.length + WIDTH).fill(9);
    padded.set(vectors);
    const given = { vectors: padded, active, perUser: PER_USER, items, width: WIDTH };
    const plain = rankReference(vectors, active, PER_USER, items, WIDTH, query);
    expect(await rankOnCpu(given, query, undefined)).toEqual(plain);
  });
});

it('products of all pairs are those of plain loops', () => {
  const [vectors, items, width] = [numbers(5 * 33, 1), numbers(70 * 33, 2), 33];
  const products = innerProducts(vectors, items, width);
  expect(products).toHaveLength(5 * 70);
  products.forEach((product, at) => {
    const [vector, item] = [Math.floor(at / 70), at % 70];
    let sum = 0;
    for (let n = 0; n < width; n++) sum += vectors[vector * width + n]! * items[item * width + n]!;
    expect(product).toBeCloseTo(sum, 5);
  });
});
