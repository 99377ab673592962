/** What a person does with a run: begun, rested, stopped; its weights taken home. */
import type { TowerGraph } from '../../model/document/graph';
import type { Ask } from '../protocol';
import type { Bench } from './bench';
import { canContinue } from './can-continue';
import type { Document } from './graph';
import { isResting, type RunStore } from './run';

/**
 * Room for a new run; where the lab refuses it before anything has begun, what was on screen is there again.
 * @param ask null where it was refused
 */
export async function beginning<T>(run: RunStore, document: Document, ask: () => Promise<T | null>): Promise<T | null> {
  const back = run.begin(document);
  const answer = await ask();
  const { id, progress } = run.getState();
  if (answer === null && id === null && progress.phase !== 'failed') back();
  return answer;
}

export function runActions(bench: Bench) {
  const { graph, run } = bench;

  async function start(): Promise<void> {
    const { document } = graph.getState();
    if (!document) return;
    await beginning(run, document, () => bench.tryAsk('start', document));
  }

  async function continueRun(steps: number | null): Promise<void> {
    run.lookAt(null);
    run.setState({ failure: null });
    await bench.tryAsk('continue', { steps });
  }

  /** So many steps, then a rest. */
  async function step(): Promise<void> {
    const { document } = graph.getState();
    const { stepsAtOnce: steps } = run.getState();
    if (!document) return;
    if (canContinue(run.getState(), document)) return continueRun(steps);
    // A step from 'paused' goes on with the run that is there.
    const take = () => bench.tryAsk('step', { ...document, steps });
    if (isResting(run.getState().progress.phase)) return void (await beginning(run, document, take));
    run.moveOn();
    await take();
  }

  return {
    /** Whose lists a timeline keeps. */
    async watch(user: number): Promise<void> {
      await bench.tryAsk('watch', { user });
    },
    /** Fresh weights. */
    start,
    step,
    /** Goes on with the weights at rest. */
    continue: () => continueRun(null),
    async pause(): Promise<void> {
      await bench.tryAsk('pause', {});
    },
    /** What a run at rest has not written yet is written at once. */
    async keepRun(): Promise<void> {
      await bench.tryAsk('keep', {});
    },
    async resume(): Promise<void> {
      run.moveOn();
      await bench.tryAsk('resume', {});
    },
    /** Steps in a second at most; null: all. */
    async setPace(stepsPerSecond: number | null): Promise<void> {
      run.setState({ pace: stepsPerSecond });
      await bench.tryAsk('pace', { stepsPerSecond });
    },
    async stop(): Promise<void> {
      await bench.tryAsk('stop', {});
    },
    /** Ends the count of the baselines with those that are there. */
    async skipBaselines(): Promise<void> {
      await bench.tryAsk('skipBaselines', {});
    },
    /** Counts those that were skipped. */
    async countBaselines(): Promise<void> {
      await bench.tryAsk('countBaselines', {});
    },
    exportWeights: (encoding: Ask<'exportWeights'>['encoding']) => bench.tryAsk('exportWeights', { encoding }),
    exportVectors: () => bench.tryAsk('exportVectors', {}),
    exportScores: () => bench.tryAsk('exportScores', { column: null }),
    /** Gives up the weights that were to be taken home. */
    async cancelWeights(): Promise<void> {
      await bench.tryAsk('cancel', { wait: 'weights' });
    },
    /** How long the fields take that gates of a drawing choose among. */
    measureFields: (drawing: TowerGraph) => bench.tryAsk('fieldTimes', { graph: drawing }),
  };
}
