import { describe, expect, it } from 'vitest';
import type { CategoryFacts } from '../../data/categories';
import { problemsOfCategories } from './category-batches';
import type { Json, TowerGraph } from '../document/graph';

const graphOf = (params: Record<string, Json>, block = 'category-alignment'): TowerGraph => ({
  format: 'tower-lab/graph',
  version: 1,
  kind: 'retrieval',
  title: '',
  tables: [],
  edges: [],
  nodes: [
    { id: 'match', block: 'match', side: 'match', params: {}, at: [0, 0] },
    { id: 'alignment', block, side: 'objective', params, at: [0, 0] },
  ],
});
/**
 * Ten items that every batch has, five of each genre; 32 authors of four items, each item one event in ten thousand.
 */
const facts: CategoryFacts = {
  events: 10_000,
  fields: {
    genre: [[[4000, 5]], [[3000, 5]]],
    author: Array.from({ length: 32 }, () => [[1, 4]]),
    one: [[[4000, 5]], [[1, 5]]],
  },
};

describe('categories in a batch', () => {
  const found = (params: Record<string, Json>, batch = 256) => problemsOfCategories(graphOf(params), { batch }, facts);

  it('are warned of at the field where fewer than two of enough items meet on average', () => {
    expect(found({ field: 'author' })).toEqual([
      {
        nodeId: 'alignment',
        field: 'field',
        code: 'categories-seldom-meet',
        values: { field: 'author', least: 4, batch: 256, categories: '0.0' },
        warning: true,
      },
    ]);
    expect(found({ field: 'one' }).map(({ values }) => values['categories'])).toEqual(['1.0']);
  });

  it('are not where two meet: five items that are always there', () => {
    expect(found({ field: 'genre' })).toEqual([]);
    expect(found({ field: 'genre', least: 5 })).toEqual([]);
    expect(found({ field: 'genre', least: 6 }).map(({ values }) => values['categories'])).toEqual(['0.0']);
  });

  it('hang on the batch', () => {
    expect(found({ field: 'author', least: 2 }, 256)).toHaveLength(1);
    expect(found({ field: 'author', least: 2 }, 8192)).toEqual([]);
  });

  it('are asked of objectives that compare them, and of fields that are known', () => {
    expect(problemsOfCategories(graphOf({ field: 'author' }, 'classification'), { batch: 256 }, facts)).toEqual([]);
    expect(problemsOfCategories(graphOf({ field: 'author' }, 'no-such-block'), { batch: 256 }, facts)).toEqual([]);
    expect(found({ field: 'studio' })).toEqual([]);
    expect(found({})).toEqual([]);
  });
});
