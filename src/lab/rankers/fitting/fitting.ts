/** How a ranker is fitted: the default export of its `fit.ts`. */
import type { Dataset } from '../../../data/dataset';
import type { TakeTurn } from '../../turns';
import { logSizeOf } from '../log-size';
import { methodOf, type Choices, type Ranker } from '../ranker';
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
  notes?: readonly Note[];
}
/** What is said of how a ranker was fitted: `notes.<id>` of its words, filled with `values`. */
export interface Note<Id extends string = string> {
  id: Id;
  values: Readonly<Record<string, number>>;
}
/** The id of the method by which a ranker is counted on a data set; its first one where none fits the budget. */
export const methodFor = (ranker: Ranker, dataset: Dataset): string =>
  (methodOf(ranker, logSizeOf(dataset)) ?? ranker.methods[0]).id;

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
