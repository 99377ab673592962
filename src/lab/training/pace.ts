/** How many steps a run takes in a second: all it can, or fewer, so that each can be watched. */

export interface Clock {
  /** In ms. */
  now(): number;
  /** @returns a function that takes it back */
  after(ms: number, then: () => void): () => void;
}

export const pageClock: Clock = {
  now: () => performance.now(),
  after(ms, then) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};

/** What is read back of a step, and drawn, has a quarter of a second. */
const SLOW = 4;

export class Pace {
  private perSecond = Infinity;
  private last = -Infinity;
  private wake: (() => void) | null = null;

  constructor(private readonly clock: Clock = pageClock) {}

  /** Steps in a second; Infinity: all. */
  get stepsPerSecond(): number {
    return this.perSecond;
  }

  /** Holds from now on, also for a step that is waited for. */
  set stepsPerSecond(value: number) {
    this.perSecond = value;
    this.wakeUp();
  }

  /** Each step is shown before the next one comes. */
  get isSlow(): boolean {
    return this.perSecond <= SLOW;
  }

  /** The next step waits for nothing: a run begins, or goes on after a rest. */
  begin(): void {
    this.last = -Infinity;
  }

  /** Whoever waits looks again whether he still has to. */
  wakeUp(): void {
    this.wake?.();
  }

  /**
   * Resolves when it is time for the next step, or as soon as `isOver`, after a `wakeUp`.
   * @returns whether it was waited
   */
  async turn(isOver: () => boolean): Promise<boolean> {
    let waited = false;
    for (let rest = this.rest(); rest > 0 && !isOver(); rest = this.rest()) {
      await this.sleep(rest);
      waited = true;
    }
    if (!isOver()) this.last = this.clock.now();
    return waited;
  }

  private rest(): number {
    return this.last + 1000 / this.perSecond - this.clock.now();
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const takeBack = this.clock.after(ms, () => this.wake?.());
      this.wake = () => {
        this.wake = null;
        takeBack();
        resolve();
      };
    });
  }
}
