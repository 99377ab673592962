/**
 * What a baseline declares. A file of the folder above with such a default export is one; its place in the order is
 * that of its id in `BASELINE_IDS`.
 */
import type { Dataset } from '../../../../data/dataset';
import type { Scorer } from '../../rank';
import type { TakeTurn } from '../../turns';
import type { TrainingSets } from './training-sets';
import type { Choices } from '../../baseline-figures';
import type { BaselineId } from '../../baseline-ids';

export interface Baseline {
  id: BaselineId;
  /** It has no row where the log has no time and it needs one, or where the catalogue is larger. */
  needs: { time: boolean; maxItems: number };
  /** About how long it takes beside the others: its stretch of the progress bar. */
  work: number;
  fit(fitting: Fitting, onProgress: OnProgress): Fitted | Promise<Fitted>;
}

/**
 * What all baselines of a data set are fitted on: counts come from the training part, choices are made on the
 * validation part.
 */
export interface Fitting {
  dataset: Dataset;
  sets: TrainingSets;
  takeTurn: TakeTurn;
  signal?: AbortSignal;
}
export interface Fitted {
  scorer: Scorer;
  chosen?: Choices;
}
/** 0..1, never falling. */
export type OnProgress = (fraction: number) => void;

/**
 * A fit that several baselines stand on is made once for each `Fitting`, by the first that asks; only that one hears of
 * its progress.
 */
export function sharedFit<Model>(
  fit: (fitting: Fitting, onProgress: OnProgress) => Promise<Model>,
): (fitting: Fitting, onProgress?: OnProgress) => Promise<Model> {
  const made = new WeakMap<Fitting, Promise<Model>>();
  return (fitting, onProgress = () => undefined) => {
    const model = made.get(fitting) ?? fit(fitting, onProgress);
    made.set(fitting, model);
    return model;
  };
}
