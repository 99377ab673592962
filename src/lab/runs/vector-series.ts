/**
 * Series of what is read of vectors, lists and gradients, beside the live values that blocks publish. Their names are
 * those of live values whose names no block has, so that files of runs with them are read by every version.
 */
import { deadKey, gradientKey, meanSeries, spreadSeries, type ProbeSeries } from '../../model/check/probe';
import { VALIDATION_METRICS, type SeriesName } from './series';

/** Effective rank of the vectors of a side, at each evaluation. */
export const RANK_SERIES = {
  user: meanSeries('vectors/effectiveRank', 0),
  item: meanSeries('vectors/effectiveRank', 1),
} as const;

/** Scores of held-out items and of items that are none, at each evaluation. */
export const SCORE_SERIES = {
  positives: { mean: meanSeries('vectors/scores', 0), spread: spreadSeries('vectors/scores', 0) },
  negatives: { mean: meanSeries('vectors/scores', 1), spread: spreadSeries('vectors/scores', 1) },
} as const;

/** Of the first ten of the catalogue for each target, at each evaluation. */
export const LIST_SERIES = {
  coverage: meanSeries('lists/coverage', 0),
  headShare: meanSeries('lists/headShare', 0),
} as const;

/** What the teacher of a graph says of them; none where it has no teacher. */
export const RELEVANCE_SERIES = {
  relevance: meanSeries('lists/relevance', 0),
  badCases: meanSeries('lists/badCases', 0),
} as const;

/**
 * Where evaluations of a run rank a sample of the validation users: how many of them, and how many there are. A run
 * that ranks all of them has no such series.
 */
export const SAMPLE_SERIES = {
  users: meanSeries('validation/users', 0),
  of: meanSeries('validation/users', 1),
} as const;

/** Whether a series is of the validation users that are ranked. */
export const isOfUsers = (name: SeriesName): boolean =>
  VALIDATION_METRICS.some((metric) => metric === name) ||
  Object.values<SeriesName>({ ...LIST_SERIES, ...RELEVANCE_SERIES }).includes(name);

/** Euclidean norm of the gradient of a node's own weights, as often as live values are read. */
export const gradientSeries = (nodeId: string): ProbeSeries => meanSeries(gradientKey(nodeId), 0);

/** The share of a node's ReLU units that are zero for a whole sample of its rows, at each evaluation. */
export const deadSeries = (nodeId: string): ProbeSeries => meanSeries(deadKey(nodeId), 0);
