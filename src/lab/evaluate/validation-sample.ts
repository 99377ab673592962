/**
 * Which users of the validation part are ranked while a run trains: all of them, or, where that would take too much of
 * the training, a sample that stays the same through the run. The whole catalogue is ranked either way. What decides is
 * counted, never timed, so that a run is the same on every machine.
 */
import type { Dataset, Target } from '../../data/dataset';
import { createRandom } from '../../data/random';
import type { Settings } from '../../model/document/graph';
import type { CompiledGraph } from '../../model/run/compile';
import { epochWork, evaluationWork } from './work';

/** Of the work of an epoch: an evaluation that costs more is an estimate. */
const SHARE = 0.1;
/**
 * Multiply-adds that are not worth an estimate, some seconds of a CPU: an evaluation of no more is of all users,
 * however short the epoch. On the logs of the reference page, over all presets, those that are more than a tenth of an
 * epoch have 2.2e10 at the most.
 */
const CHEAP = 5e10;
/**
 * The least a sample has: over so many users the standard error of a figure between 0 and 1 is .5 / sqrt(5000) = .007
 * at the most.
 */
const LEAST_USERS = 5000;
/** The same of a ranker, each of whose users costs a pass per item: .022 at the most. */
const LEAST_RANKED = 500;
/** The same of one whose weights are chosen by pairs: nothing rests on its lists while it trains. */
const LEAST_BESIDE = 100;
/** The same users at every evaluation and in every run on a data set: then runs are compared on the same ones. */
const SEED = 1;

type Counted = Pick<
  CompiledGraph,
  'multiplyAdds' | 'indexWidth' | 'interestCount' | 'isRanker' | 'sampled' | 'candidates' | 'userPasses'
>;
type Parted = Pick<Dataset, 'items'> & { split: Pick<Dataset['split'], 'train' | 'validation'> };

/** How many users are ranked. */
export function sampleSize(compiled: Counted, { items, split }: Parted, { batch }: Pick<Settings, 'batch'>): number {
  const all = split.validation.length;
  const one = evaluationWork(compiled, { items }, 1);
  const isChosenByPairs = (compiled.candidates?.shown ?? 0) > 0;
  const budget = Math.max(isChosenByPairs ? 0 : CHEAP, SHARE * epochWork(compiled, split.train.length, batch));
  const least = isChosenByPairs ? LEAST_BESIDE : compiled.isRanker ? LEAST_RANKED : LEAST_USERS;
  return Math.min(all, Math.max(least, Math.floor((budget - one.items) / one.users)));
}

/** Their targets, in the order of the validation part; the part itself where all are ranked. */
export function validationSample(
  compiled: Counted,
  dataset: Parted,
  settings: Pick<Settings, 'batch'>,
): readonly Target[] {
  const { validation } = dataset.split;
  const size = sampleSize(compiled, dataset, settings);
  if (size === validation.length) return validation;
  const order = createRandom(SEED, 'validation sample').shuffle(Uint32Array.from(validation.keys()));
  return Array.from(order.subarray(0, size).toSorted(), (at) => validation[at]!);
}
