/** The test part: the catalogue ranked for its users, and its pairs told apart where the data set has shown rows. */
import type { LiveModel } from '../training/live-model';
import { evaluate } from './evaluate';
import type { Evaluation, Metrics } from './metrics';
import { pairMetrics, pairsOf } from './pairs';
import type { RankOptions } from './rank';
import { scoresOfPairs } from './score-pairs';

export async function testEvaluation(
  model: LiveModel,
  signal: AbortSignal,
  onProgress?: RankOptions['onProgress'],
): Promise<Evaluation> {
  const { dataset, serving } = model;
  const { test } = dataset.split;
  const pairs = pairsOf(dataset, 'test');
  // Both encode a user for each; what else they do is little beside it.
  const ranking = test.length / (test.length + (pairs?.items.length ?? 0));
  const ranked = await evaluate(model, test, {
    signal,
    onProgress: (share) => onProgress?.(ranking * share),
  });
  if (pairs === null) return ranked;
  const scores = await scoresOfPairs(serving, pairs, {
    signal,
    onProgress: (share) => onProgress?.(ranking + (1 - ranking) * share),
  });
  return { ...ranked, metrics: { ...ranked.metrics, ...pairMetrics(pairs, scores) } };
}

/** The figures of a model on the test part. */
export const testMetrics = async (...asked: Parameters<typeof testEvaluation>): Promise<Metrics> =>
  (await testEvaluation(...asked)).metrics;
