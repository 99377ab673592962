/** What a person does to compare runs: with which, which in the charts, what is noted, what goes. */
import { documentIn } from './runs-actions';
import type { Bench } from './bench';
import { besideOf, MOST_DRAWN } from './comparison';
import type { Comparison } from './view';

export function comparisonActions(bench: Bench) {
  const { graph, runs, run, view } = bench;
  const change = (to: Partial<Comparison>): void => {
    view.setState(({ comparison }) => ({ comparison: { ...comparison, ...to } }));
  };
  const leave = (leaving: readonly string[]): void => runs.setState({ leaving });

  async function remove(id: string): Promise<void> {
    if (await bench.tryAsk('removeRun', { id })) {
      runs.drop(id);
      if (run.getState().id === id) run.begin(null);
    }
    leave(runs.getState().leaving.filter((other) => other !== id));
  }

  return {
    /** All others are compared with it; null: with none. */
    compareWith: (baseline: string | null): void => change({ baseline }),
    /** Draws a run in the charts, or no longer. Of more than a chart holds the first ones go. */
    overlay(id: string, drawn: boolean): void {
      const others = view.getState().comparison.overlaid.filter((other) => other !== id);
      change({ overlaid: drawn ? [...others, id].slice(1 - MOST_DRAWN) : others });
    },
    showDifferencesOnly: (differencesOnly: boolean): void => change({ differencesOnly }),
    /** Reads the curves of the runs that are drawn, as far as they are not there. */
    async readCurves(): Promise<void> {
      const wanted = besideOf(runs.getState(), run.getState(), view.getState());
      const missing = wanted.filter(({ id, step }) => runs.getState().curves[id]?.step !== step);
      await Promise.all(
        missing.map(async ({ id, step }) => {
          // A run that cannot be read has no line; whoever opens it is told why.
          const curves = await bench.lab.ask('curvesOfRun', { id }).catch(() => ({}));
          runs.setState(({ curves: known }) => ({ curves: { ...known, [id]: { step, curves } } }));
        }),
      );
    },
    async noteRun(id: string, note: string): Promise<void> {
      await bench.tryAsk('changeRun', { id, note });
    },
    /** Its graph and settings in place of the document, which can be undone; no weights, and nothing is ended. */
    openDrawing(id: string): void {
      const found = runs.getState().runs.find((kept) => kept.id === id);
      if (found) graph.getState().replace(documentIn(found));
    },
    /** Out of sight; it is there until the next one goes, or `finishRemovals`. */
    async takeAway(id: string): Promise<void> {
      const before = runs.getState().leaving;
      leave([...before, id]);
      for (const other of before) await remove(other);
    },
    undoRemoval: (): void => leave([]),
    /** What was taken away is deleted for good. */
    async finishRemovals(): Promise<void> {
      await Promise.all(runs.getState().leaving.map(remove));
    },
  };
}
