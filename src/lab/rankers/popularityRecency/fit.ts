/**
 * Popularity at the moment of the request (Ji et al., A Re-visit of the Popularity Baseline in Recommender Systems,
 * SIGIR 2020), old events decaying as in their DecayPop: an event weighs half as much after each half-life. Who asks at
 * the same moment gets the same list.
 *
 * Without a half-life it is plain popularity, which counts the training events after the moment too, as do all rankers
 * that do not look at it. It is among the options, so the choice is never below popularity on the users it is made on.
 */
import type { Dataset } from '../../../data/dataset';
import { momentOf } from '../../../data/history';
import { MS_PER_DAY } from '../../../data/sessions';
import { trainingInTime, type TrainingInTime } from '../../../data/training-part';
import { rankScores } from '../../evaluate/rank';
import type { Fit } from '../fitting/fitting';
import { areAbove, nowhere, type Ranks } from '../fitting/ranking';
import type { RowScorer } from '../fitting/score-row';
import { bestOnValidation } from '../fitting/validation';
import { popularityScorer } from '../popularity/fit';
import type { Rankers } from '../ranker';
import { DecayedShares } from './decayed-shares';
import { HALVINGS } from './ranker';

/**
 * In days, to two digits: the time within which the middle half of the training events lies, and halves of it. A few
 * wrong times do not move it. None where that half is of one moment.
 */
export function halfLivesOf({ times }: TrainingInTime): number[] {
  const quartile = (n: number): number => times[Math.floor((n / 4) * (times.length - 1))]!;
  const days = (quartile(3) - quartile(1)) / MS_PER_DAY;
  return days > 0 ? Array.from({ length: HALVINGS }, (_, k) => Number((days / 2 ** k).toPrecision(2))) : [];
}

/**
 * score(item | moment t) = sum over its training events e strictly before t of 0.5^((t - time(e)) / half-life), divided
 * by the same sum over all items: its share of what was taken lately. The divisor ranks nothing; it makes scores of
 * different moments comparable, of which some are busier than others. Items without an event before t tie, at 0:
 * nothing was known of them. So do those without one for more than a hundred half-lives, whose shares single precision
 * cannot hold.
 * @param halfLife in days
 */
export function recentPopularity(dataset: Dataset, log: TrainingInTime, halfLife: number): RowScorer & Ranks {
  const items = dataset.items.length;
  const decayed = new DecayedShares(log, items, halfLife * MS_PER_DAY);
  const scores = new Float32Array(items);
  const scoreOf = (item: number): number => Math.fround(decayed.shareOf(item));
  return {
    base: new Float64Array(items),
    ofMoment: true,
    add: (target, row) => {
      decayed.moveTo(momentOf(dataset, target));
      decayed.write(row.all());
    },
    // As by rows, all of which would be full here, in fewer passes.
    rank: (target, removed, within) => {
      decayed.moveTo(momentOf(dataset, target));
      const isBelow = (item: number): boolean => areAbove(scoreOf(item), within! + removed.length, items, scoreOf);
      if (within !== undefined && target.items.every(isBelow)) return nowhere(target);
      decayed.write(scores);
      return rankScores(scores, target.items, removed);
    },
  };
}

export default (async ({ dataset, signal }, onProgress) => {
  const log = trainingInTime(dataset);
  const plain = popularityScorer(dataset);
  const scorerOf = (halfLife: number | null) => (halfLife === null ? plain : recentPopularity(dataset, log, halfLife));
  const halfLife = await bestOnValidation(dataset, [null, ...halfLivesOf(log)], scorerOf, { signal, onProgress });
  return { scorer: scorerOf(halfLife), chosen: { halfLife } };
}) satisfies Fit<Rankers['popularityRecency']>;
