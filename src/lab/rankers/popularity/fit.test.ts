import { describe, expect, it } from 'vitest';
import { datasetOf } from '../../../data/testing';
import { scoresOf } from '../fitting/ranking';
import { popularityScorer } from './fit';

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
    expect([...scoresOf(popularityScorer(dataset), dataset.split.test)]).toEqual([2, 0, 1, 2, 0, 1]);
  });
});
