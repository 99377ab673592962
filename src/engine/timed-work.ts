/**
 * How long work takes the device of the moment: so many runs of it on end, by the clock on the wall. The GPU's own
 * clock is not asked: Chrome rounds it to 100 microseconds, and not every adapter has one.
 */
import { Plan } from './plan';
import { onGpu, webgpuBackend } from './run-kernel';
import * as tf from './tf';

export interface TimedWork {
  /** Runs it once more, all runs on end. @returns milliseconds from the first to the end of the last */
  time(): Promise<number>;
  dispose(): void;
}

/**
 * On a GPU the runs are recorded here, so that none of their shaders is compiled while they are timed.
 * @param runs one behind the other; what tensors they make is given back
 * @throws CannotRecord; RangeError where there are none
 */
export function timedWork(runs: readonly (() => void)[]): TimedWork {
  if (runs.length === 0) throw new RangeError('no work to time');
  const all = (): void => {
    for (const run of runs) tf.tidy(run);
  };
  if (!onGpu()) {
    return {
      time: () => {
        const began = performance.now();
        all();
        return Promise.resolve(performance.now() - began);
      },
      dispose: () => undefined,
    };
  }
  const { queue } = webgpuBackend().device;
  const plan = Plan.record(all);
  return {
    async time() {
      await queue.onSubmittedWorkDone();
      const began = performance.now();
      plan.replay();
      await queue.onSubmittedWorkDone();
      return performance.now() - began;
    },
    dispose: () => plan.dispose(),
  };
}
