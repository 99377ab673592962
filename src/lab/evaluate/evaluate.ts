import type { Target } from '../../data/dataset';
import type { LiveModel } from '../training/live-model';
import type { Evaluation } from './metrics';
import { evaluateModel } from './model';
import type { RankOptions } from './rank';
import { evaluateRanker } from './ranker';

/**
 * Evaluates weights as they stand: two towers by their vectors, a ranker pair by pair. Nothing may change them
 * meanwhile.
 * @throws LabError (scores-not-finite); the signal's reason when aborted
 */
export const evaluate = (
  { serving }: Pick<LiveModel, 'serving'>,
  targets: readonly Target[],
  options: RankOptions = {},
): Promise<Evaluation> =>
  serving.compiled.isRanker
    ? evaluateRanker(serving, targets, options)
    : evaluateModel(serving.encoder, serving.dataset, targets, serving.compiled, options);
