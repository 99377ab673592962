/** The stages of a funnel as a person sets them up, and how many items they hand on: never more than they are given. */
import type { MergeRule } from './merge';

/** No list on the device is longer (`MOST_K` of the retrieval kernel). */
export const MOST_KEPT = 1024;

export interface SourceChoice {
  /** A stored run, by its id. */
  run: string;
  /** Relative to those of the other runs of the stage. */
  weight: number;
  /** Each of its interests retrieves its share (see `StageOptions`). */
  byInterest: boolean;
}

/** One run, or several whose lists are merged. */
export interface StageChoice {
  sources: readonly SourceChoice[];
  rule: MergeRule;
  keep: number;
}

/** Weights of runs that are merged, whole numbers. */
export const WEIGHTS = { least: 1, first: 5, most: 10 };

/** A run that retrieves as it would by itself. */
export const sourceOf = (run: string): SourceChoice => ({ run, weight: WEIGHTS.first, byInterest: false });
/** One run alone. */
export const stageOf = (run: string, keep: number): StageChoice => ({ sources: [sourceOf(run)], rule: 'quota', keep });

/** What the stage at `at` may hand on at the most. */
export const mostOf = (stages: readonly StageChoice[], at: number, items: number): number =>
  stages[at - 1]?.keep ?? Math.min(items, MOST_KEPT);

/** The same stages, each with what is left of its cut-off under those before it. */
export function narrowed<S extends { keep: number }>(stages: readonly S[], items: number): S[] {
  let most = Math.min(items, MOST_KEPT);
  return stages.map((stage) => {
    most = Math.max(1, Math.min(stage.keep, most));
    return { ...stage, keep: most };
  });
}

/** Where a slider stops: 1, 2, 5, 10, 20, …, and the most itself. */
export function stopsTo(most: number): number[] {
  const stops: number[] = [];
  for (let decade = 1; decade < most; decade *= 10)
    for (const digit of [1, 2, 5]) if (digit * decade < most) stops.push(digit * decade);
  return [...stops, most];
}
