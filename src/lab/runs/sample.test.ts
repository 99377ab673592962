import { expect, it } from 'vitest';
import { sampleOf } from './sample';
import { SAMPLE_SERIES } from './vector-series';

it('figures are of as many users as the last evaluation ranked, or of all where nothing says otherwise', () => {
  const of = { values: [50_000, 50_000] };
  expect(sampleOf({ [SAMPLE_SERIES.users]: { values: [6000, 5000] }, [SAMPLE_SERIES.of]: of })).toEqual({
    users: 5000,
    of: 50_000,
  });
  expect(sampleOf({ 'ndcg@10': { values: [0.1] } })).toBeNull();
});
