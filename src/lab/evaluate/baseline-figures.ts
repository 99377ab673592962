/** Figures of the rankers on a part of the split, and what they chose to reach them. */
import type { Choices, LeftReason, RankerId } from '../rankers/ranker';
import type { ReferenceRow } from '../rankers/rankers';
import type { Metrics } from './metrics';

/** A row without figures, and why: the sentence is `baselines.left.<reason>` of the catalog, filled with `values`. */
export interface Left {
  id: ReferenceRow;
  reason: LeftReason | 'skipped';
  values: Readonly<Record<string, number>>;
}

export interface Baselines extends Partial<Record<RankerId, Metrics>> {
  oracle?: Metrics;
  chosen?: Partial<Record<RankerId, Choices>>;
  /** In the order of their rows; not there where every row has figures. */
  left?: readonly Left[];
}
