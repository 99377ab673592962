import { describe, expect, it } from 'vitest';
import { rankReference } from '../kernels/retrieval/reference';
import { numbers } from '../testing';
import { innerProducts } from './product';
import { rankRow } from './rank';

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
