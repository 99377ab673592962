/**
 * Steps that were submitted and may still wait on the device: as many as keep it busy while the news that one is done
 * travels, few enough that a pause is instant.
 */

/** So many ms of steps wait: news of a device take 1 to 15 in a browser. */
const WAITING_MS = 30;
const FEWEST = 2;
const MOST = 64;
/** Of the last steps each counts by this share. */
const NEWEST = 0.1;
/** Asks for news in a full queue. */
const FENCES = 4;

interface Fence {
  steps: number;
  done: Promise<unknown>;
}

export class InFlight {
  private readonly fences: Fence[] = [];
  /** Submitted, before the first fence that is not there yet. */
  private open = 0;
  private waiting = 0;
  private msPerStep: number | null = null;

  constructor(private readonly queue: Pick<GPUQueue, 'onSubmittedWorkDone'>) {}

  /** How long a step took, from the one before it to itself: of the device, once the queue is full. */
  took(ms: number): void {
    this.msPerStep = this.msPerStep === null ? ms : this.msPerStep + NEWEST * (ms - this.msPerStep);
  }

  /** Steps that may wait. */
  get most(): number {
    if (this.msPerStep === null) return FEWEST;
    return Math.max(FEWEST, Math.min(MOST, Math.floor(WAITING_MS / this.msPerStep)));
  }

  /** A step was submitted. Resolves when no more wait than may. */
  async submitted(): Promise<void> {
    this.open += 1;
    this.waiting += 1;
    const { most } = this;
    if (this.open >= most / FENCES) this.fence();
    while (this.waiting > most && this.fences.length > 0) await this.oldest();
  }

  /** Resolves when none waits any more. */
  async drained(): Promise<void> {
    if (this.open > 0) this.fence();
    while (this.fences.length > 0) await this.oldest();
  }

  private fence(): void {
    const done = this.queue.onSubmittedWorkDone();
    // Where the device is lost, all of them fail, and only the first is waited for.
    done.catch(() => undefined);
    this.fences.push({ steps: this.open, done });
    this.open = 0;
  }

  private async oldest(): Promise<void> {
    const { steps, done } = this.fences.shift()!;
    await done;
    this.waiting -= steps;
  }
}
