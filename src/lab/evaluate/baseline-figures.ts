/** Figures of the baselines on a part of the split, and what they chose to reach them. */
import type { BaselineId } from './baseline-ids';
import type { Metrics } from './metrics';

/** What a baseline chose on the validation part. */
export interface Choices {
  lambda?: number;
  neighbours?: number;
  shrinkage?: number;
  /** In events; null: none, nothing is forgotten. */
  halfLife?: number | null;
}

export interface Baselines extends Partial<Record<BaselineId, Metrics>> {
  oracle?: Metrics;
  chosen?: Partial<Record<BaselineId, Choices>>;
}
