import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../data/dataset';
import { datasetOf, type Row } from '../../../data/testing';
import { popularityList } from './index';
import { popularityScorer } from './popularity';

describe('popularity', () => {
  it('scores everybody alike by training events, validation and test left out', () => {
    const dataset = datasetOf([
      ['a', 'x', 1],
      ['a', 'y', 2],
      ['a', 'z', 3],
      ['b', 'x', 1],
      ['b', 'z', 2],
      ['b', 'y', 3],
      ['c', 'z', 9],
    ]);
    expect([...popularityScorer(dataset)(dataset.split.test)]).toEqual([2, 0, 1, 2, 0, 1]);
  });

  it('lists the most popular items without those of the history, unless they are kept', () => {
    const rows: Row[] = [
      ['a', 'x', 1],
      ['a', 'v', 2],
      ['a', 'w', 3],
      ['b', 'x', 1],
      ['b', 'y', 2],
      ['b', 'v', 3],
      ['b', 'w', 4],
      ['c', 'y', 1],
      ['d', 'x', 1],
      ['d', 'z', 2],
    ];
    const names = (dataset: Dataset): string =>
      Array.from(popularityList(dataset, dataset.split.test[0]!, 3), (i) => dataset.items[i]).join(' ');
    expect(names(datasetOf(rows))).toBe('y z w');
    expect(names(datasetOf(rows, { keepSeen: true }))).toBe('x y z');
    const dataset = datasetOf(rows);
    expect(popularityList(dataset, dataset.split.test[0]!, 99)).toHaveLength(dataset.items.length - 2);
  });
});
