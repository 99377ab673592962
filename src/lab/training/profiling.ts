/** How long the kernels of a run take, from the next of its own steps: nothing is run for it, and no weight changes. */
import { KernelTimes, timesBy, type KernelTime } from '../../engine/kernel-times';

export interface TimeRow {
  dispatches: number;
  ms: number;
}

/** Of a step, the mean over those that were timed. */
export interface Profile {
  /** That were timed: fewer than were asked for where the run ended. */
  steps: number;
  kernels: (TimeRow & { kernel: string })[];
  /** Null: what a step does for all nodes together, as it looks up rows, adds up gradients and updates weights. */
  nodes: (TimeRow & { node: string | null })[];
}

interface UnderWay {
  left: number;
  times: KernelTimes;
  answer(profile: Promise<Profile>): void;
}

export class Profiling {
  private readonly asked: UnderWay[] = [];

  /** @param device null on the CPU path */
  constructor(private readonly device: GPUDevice | null) {}

  /** Of the next steps, once they have run. @returns null where the device has no clock that may be read */
  measure(steps: number): Promise<Profile | null> {
    const { device } = this;
    if (!device || !KernelTimes.canMeasure(device)) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.asked.push({ left: steps, times: new KernelTimes(device), answer: resolve });
    });
  }

  /** Runs a step, and times it where somebody has asked for that. */
  step(run: (times: KernelTimes | null) => void): void {
    const [first] = this.asked;
    run(first?.times ?? null);
    // A step that is recorded is not timed.
    if (first && first.times.replays >= first.left) this.finish();
  }

  /** No step comes after this: whoever asked gets what there is. */
  end(): void {
    while (this.asked.length > 0) this.finish();
  }

  private finish(): void {
    const { times, answer } = this.asked.shift()!;
    answer(times.read().then((read) => profileOf(times.replays, read)));
  }
}

const profileOf = (steps: number, times: readonly KernelTime[]): Profile => ({
  steps,
  kernels: timesBy(times, 'kernel'),
  nodes: timesBy(times, 'node'),
});
