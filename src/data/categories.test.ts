import { describe, expect, it } from 'vitest';
import { categoriesInBatch, categoryFacts, type CategoryFacts } from './categories';
import { FIRST_VALUE, MISSING, UNKNOWN, type Field } from './dataset';
import { createRandom } from './random';

const [A, B, C] = [FIRST_VALUE, FIRST_VALUE + 1, FIRST_VALUE + 2];
const field = (
  name: string,
  kind: Field['kind'],
  length: number,
  ids: number[],
  owner: Field['owner'] = 'item',
): Field => ({
  name,
  owner,
  kind,
  rows: 5,
  vocabulary: ['a', 'b', 'c'],
  length,
  ids: Uint32Array.from(ids),
  weights: null,
});
const dataset = {
  items: ['p', 'q', 'r', 's', 't'],
  split: { train: new Uint32Array(10), itemCounts: Uint32Array.of(3, 1, 3, 3, 0) },
  fields: [
    field('genre', 'categorical', 1, [A, A, B, A, A]),
    field('tags', 'bag', 2, [A, C, B, MISSING, B, A, UNKNOWN, MISSING, C, MISSING]),
    field('item id', 'id', 1, [2, 3, 4, 5, 6]),
    field('price', 'numeric', 1, [A, A, B, A, A]),
    field('city', 'categorical', 1, [A, B, A, B, A], 'user'),
  ],
};

describe('categories of items', () => {
  it('are known by how many items of each are how frequent; an item of several counts in each, one without training events in none', () => {
    expect(categoryFacts(dataset, 3)).toEqual({
      events: 10,
      fields: {
        genre: [
          [
            [3, 2],
            [1, 1],
          ],
          [[3, 1]],
          [],
        ],
        tags: [
          [[3, 2]],
          [
            [3, 1],
            [1, 1],
          ],
          [[3, 1]],
        ],
      },
    });
    expect(categoryFacts(dataset, 2).fields['tags']).toEqual([
      [[3, 2]],
      [
        [3, 1],
        [1, 1],
      ],
    ]);
  });

  it('are in a batch by the chances of their items', () => {
    // One event out of two: each item is there with a chance of a half.
    const facts: CategoryFacts = { events: 2, fields: { genre: [[[1, 2]], [[1, 1]]] } };
    expect(categoriesInBatch(facts, 'genre', 1, 1)).toBeCloseTo(0.75 + 0.5, 9);
    expect(categoriesInBatch(facts, 'genre', 1, 2)).toBeCloseTo(0.25, 9);
    expect(categoriesInBatch(facts, 'genre', 2, 2)).toBeCloseTo(0.75 ** 2, 9);
    expect(categoriesInBatch(facts, 'genre', 1, 3)).toBe(0);
    expect(categoriesInBatch(facts, 'studio', 1, 1)).toBeNull();
  });

  it('are in drawn batches as often as that says', () => {
    // Forty categories of three to ten items, each item with one to nine of the events.
    const random = createRandom(5, 'categories');
    const counts = Array.from({ length: 40 }, () =>
      Array.from({ length: 3 + random.below(8) }, () => 1 + random.below(9)),
    );
    const drawn = counts.flatMap((items, category) =>
      items.flatMap((events, item) => Array.from({ length: events }, () => [category, item] as const)),
    );
    const facts: CategoryFacts = {
      events: drawn.length,
      fields: { tag: counts.map((items) => items.map((events) => [events, 1])) },
    };
    const [batch, least, batches] = [256, 4, 300];
    let met = 0;
    for (let i = 0; i < batches; i++) {
      const seen = counts.map(() => new Set<number>());
      for (let row = 0; row < batch; row++) {
        const [category, item] = drawn[random.below(drawn.length)]!;
        seen[category]!.add(item);
      }
      met += seen.filter(({ size }) => size >= least).length;
    }
    const expected = categoriesInBatch(facts, 'tag', batch, least)!;
    expect(expected).toBeGreaterThan(5);
    expect(expected).toBeLessThan(35);
    expect(Math.abs(met / batches - expected)).toBeLessThan(0.5);
  });
});
