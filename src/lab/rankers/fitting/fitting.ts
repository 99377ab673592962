/** How a ranker is fitted: the default export of its `fit.ts`. */
import type { Dataset } from '../../../data/dataset';
import type { TakeTurn } from '../../evaluate/turns';
import type { Choices } from '../ranker';
import type { Rankable } from './ranking';
import type { TrainingSets } from './training-sets';

/** @template Choice names of what it chooses on the validation part */
export type Fit<Choice extends string = string> = (
  fitting: Fitting,
  onProgress: OnProgress,
) => Fitted<Choice> | Promise<Fitted<Choice>>;

/**
 * What all rankers of a data set are fitted on: counts come from the training part, choices are made on the
 * validation part.
 */
export interface Fitting {
  dataset: Dataset;
  sets: TrainingSets;
  takeTurn: TakeTurn;
  signal?: AbortSignal;
}
export interface Fitted<Choice extends string = string> {
  scorer: Rankable;
  chosen?: Choices<Choice>;
}
/** 0..1, never falling. */
export type OnProgress = (fraction: number) => void;

/**
 * A model that several rankers stand on is made once for each `Fitting`, by the first that asks; only that one hears of
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
