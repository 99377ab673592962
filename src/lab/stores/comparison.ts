/** Which runs stand beside the one on screen, in charts and tables. */
import type { Run } from '../runs/run';
import type { RunState } from './run';
import type { RunsState } from './runs';
import type { Comparison, ViewState } from './view';

/** Runs of a chart: the one on screen, the baseline, and others. */
export const MOST_DRAWN = 8;

/** Runs as they are shown: those that took a step, or are about to take their first, but for the deleted ones. */
export const shownRuns = (
  { runs, leaving }: Pick<RunsState, 'runs' | 'leaving'>,
  { id: onScreen }: Pick<RunState, 'id'>,
): Run[] => runs.filter(({ id, step }) => (step > 0 || id === onScreen) && !leaving.includes(id));

/** The run that all others are compared with; undefined where there is none, or it is gone. */
export const baselineOf = (
  { runs, leaving }: Pick<RunsState, 'runs' | 'leaving'>,
  { baseline }: Comparison,
): Run | undefined => runs.find(({ id }) => id === baseline && !leaving.includes(id));

/** What is drawn beside the run on screen, the baseline first; together at most MOST_DRAWN. */
export function besideOf(
  runs: Pick<RunsState, 'runs' | 'leaving'>,
  { id: onScreen }: Pick<RunState, 'id'>,
  { comparison }: Pick<ViewState, 'comparison'>,
): Run[] {
  const baseline = baselineOf(runs, comparison);
  const others = runs.runs.filter(
    ({ id }) => comparison.overlaid.includes(id) && id !== baseline?.id && !runs.leaving.includes(id),
  );
  return [...(baseline ? [baseline] : []), ...others].filter(({ id }) => id !== onScreen).slice(0, MOST_DRAWN - 1);
}
