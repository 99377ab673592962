/** Where a training loop rests: before step `limit`, until somebody lets it go on. */
export class StepLimit {
  /** Ends the sleep of a loop at rest. */
  private wake: (() => void) | null = null;
  private waiting: (() => void)[] = [];

  /** @param limit Infinity = the loop runs to its end */
  constructor(public limit: number) {}

  isReached(step: number): boolean {
    return step >= this.limit;
  }

  /** Whether the loop sleeps there already. */
  isResting(step: number): boolean {
    return this.wake !== null && this.isReached(step);
  }

  /** Resolves when the loop next comes to rest, or ends. */
  nextRest(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
    });
  }

  /** So many steps more; in all where the loop was running freely. */
  allowMore(step: number, steps: number): void {
    this.limit = (Number.isFinite(this.limit) ? Math.max(this.limit, step) : step) + steps;
    this.wakeUp();
  }

  lift(): void {
    this.limit = Infinity;
    this.wakeUp();
  }

  wakeUp(): void {
    this.wake?.();
  }

  /** Sleeps while `rests` holds. */
  async sleepWhile(rests: () => boolean): Promise<void> {
    while (rests()) {
      const woken = new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.tellWaiting();
      await woken;
    }
    this.wake = null;
  }

  tellWaiting(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
