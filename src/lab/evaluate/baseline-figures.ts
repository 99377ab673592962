/** Figures of the rankers on a part of the split, and what they chose to reach them. */
import type { Choices, RankerId } from '../rankers/ranker';
import type { Metrics } from './metrics';

export interface Baselines extends Partial<Record<RankerId, Metrics>> {
  oracle?: Metrics;
  chosen?: Partial<Record<RankerId, Choices>>;
}
