/** How fast the steps of a run go, without those that compile. */
import type { RunSpeed } from '../progress';

export class Speedometer {
  /** Steps that are measured. */
  steps = 0;
  private busyMs = 0;
  private jsMs = 0;
  private dispatched = 0;

  /** @param batch examples of a step */
  constructor(private readonly batch: number) {}

  /** JavaScript of any step. @param dispatches null where the step also took live values, which have their own */
  built(jsMs: number, dispatches: number | null): void {
    this.jsMs += jsMs;
    if (dispatches !== null) this.dispatched = dispatches;
  }

  /** From one step to the next. The first step of a stage compiles every pipeline: it says nothing about speed. */
  ran(busyMs: number): void {
    this.busyMs += busyMs;
    this.steps += 1;
  }

  /** That the measured steps took. */
  get seconds(): number {
    return this.busyMs / 1000;
  }

  get speed(): RunSpeed {
    const stepsPerSecond = this.busyMs > 0 ? (this.steps / this.busyMs) * 1000 : 0;
    return {
      stepsPerSecond,
      examplesPerSecond: stepsPerSecond * this.batch,
      jsMsPerStep: this.steps > 0 ? this.jsMs / (this.steps + 1) : 0,
      dispatchesPerStep: this.dispatched,
    };
  }

  /** Null before there is something to say. */
  get known(): RunSpeed | null {
    return this.steps >= 2 && this.busyMs > 0 ? this.speed : null;
  }
}
