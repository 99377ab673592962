/**
 * Runs that the page trains one after the other, those of a sweep or of a funnel. `runs.queue` says which: whoever
 * takes it over, or gives it up, ends the one before.
 */
import type { RunAsked } from '../runs/new-run';
import type { Bench } from './bench';
import { isResting, type RunState } from './run';
import { beginning } from './run-actions';
import { documentIn } from './runs-actions';

export function runQueue(bench: Bench) {
  const { run, runs } = bench;

  /**
   * Resolves when the run that is about to begin has come to rest: true where it came to its end. Baselines of the run
   * before may come meanwhile.
   */
  const atRest = (): Promise<boolean> =>
    new Promise((resolve) => {
      let hasBegun = false;
      const look = ({ progress }: RunState): void => {
        hasBegun ||= !isResting(progress.phase);
        if (!hasBegun || !isResting(progress.phase)) return;
        end();
        resolve(progress.phase === 'done' && progress.ending !== 'stopped');
      };
      const end = run.subscribe(look);
    });

  const isOurs = (queue: string): boolean => runs.getState().queue === queue;
  const giveUp = (queue: string): void => {
    if (isOurs(queue)) runs.setState({ queue: null });
  };

  return {
    /**
     * One after the other, until one does not come to its end: stopped by a person, or failed.
     * @param asked of each, what is trained, when its turn has come; null ends the queue
     * @returns whether all came to their end
     */
    async trainAll(queue: string, asked: readonly (() => RunAsked | null)[]): Promise<boolean> {
      runs.setState({ queue });
      // What is under way would end in the middle of the first one's beginning.
      if (!isResting(run.getState().progress.phase)) await bench.tryAsk('stop', {});
      let done = 0;
      for (const ask of asked) {
        const wanted = isOurs(queue) ? ask() : null;
        if (!wanted) break;
        const rest = atRest();
        const begun = await beginning(run, documentIn(wanted), () => bench.tryAsk('start', wanted));
        if (!begun || !(await rest)) break;
        done++;
      }
      giveUp(queue);
      return done === asked.length;
    },
    /** The run that rests on screen goes on, as the first of the queue. @returns whether it came to its end */
    async goOn(queue: string): Promise<boolean> {
      runs.setState({ queue });
      const rest = atRest();
      const isOver = (await bench.tryAsk('resume', {})) !== null && (await rest);
      if (!isOver) giveUp(queue);
      return isOver;
    },
    /** Ends the run under way; what is done stays. */
    async cancel(): Promise<void> {
      runs.setState({ queue: null });
      await bench.tryAsk('stop', {});
    },
  };
}

export type RunQueue = ReturnType<typeof runQueue>;
