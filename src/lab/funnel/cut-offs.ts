/** How many items the stages of a funnel hand on: never more than they are given. */

/** No list on the device is longer (`MOST_K` of the retrieval kernel). */
export const MOST_KEPT = 1024;

export interface StageChoice {
  /** A stored run, by its id. */
  run: string;
  keep: number;
}

/** What the stage at `at` may hand on at the most. */
export const mostOf = (stages: readonly StageChoice[], at: number, items: number): number =>
  stages[at - 1]?.keep ?? Math.min(items, MOST_KEPT);

/** The same stages, each with what is left of its cut-off under those before it. */
export function narrowed(stages: readonly StageChoice[], items: number): StageChoice[] {
  let most = Math.min(items, MOST_KEPT);
  return stages.map(({ run, keep }) => {
    most = Math.max(1, Math.min(keep, most));
    return { run, keep: most };
  });
}

/** Where a slider stops: 1, 2, 5, 10, 20, …, and the most itself. */
export function stopsTo(most: number): number[] {
  const stops: number[] = [];
  for (let decade = 1; decade < most; decade *= 10)
    for (const digit of [1, 2, 5]) if (digit * decade < most) stops.push(digit * decade);
  return [...stops, most];
}
