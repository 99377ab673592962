/**
 * When a run's checkpoint is written: at intervals while it trains, at every rest and after every evaluation where that
 * costs nothing. A large one waits for the next interval after all but a stage's first and last evaluation, and after a
 * few steps by hand until the hand rests: written each time, a table of a million rows would take seconds each time.
 */
import type { Clock } from './pace';

/** No more of a training than this is lost, and the evaluation under way. */
const SAVE_EVERY_MS = 60_000;
/** A checkpoint up to this is written in some ms. */
const LARGE_BYTES = 4 * 2 ** 20;
/** A hand rests that has not stepped for so long. */
const REST_MS = 2000;

export class CheckpointKeeping {
  private savedAt = 0;
  private isFirst = true;
  /** What waits to be written; takes it back. */
  private takeBack: (() => void) | null = null;

  /**
   * @param bytes of a checkpoint
   * @param write the checkpoint of the moment; rejects where it cannot be read
   */
  constructor(
    private readonly bytes: number,
    private readonly clock: Clock,
    private readonly write: () => Promise<void>,
  ) {}

  /** A stage begins: nothing of it is there to be lost. */
  begin(): void {
    this.savedAt = this.clock.now();
    this.isFirst = true;
  }

  /** Time to save while training. */
  get isDue(): boolean {
    return this.clock.now() - this.savedAt >= SAVE_EVERY_MS;
  }

  private get isLarge(): boolean {
    return this.bytes > LARGE_BYTES;
  }

  /** Whether something waits to be written. */
  get isWaiting(): boolean {
    return this.takeBack !== null;
  }

  async now(): Promise<void> {
    this.forget();
    await this.write();
    this.isFirst = false;
    this.savedAt = this.clock.now();
  }

  /** The first of a stage is written in any case: a run that fails then has weights. @param isLast of its stage */
  async afterEvaluation(isLast: boolean): Promise<void> {
    if (isLast || this.isFirst || this.isDue || !this.isLarge) await this.now();
  }

  /** At a rest. @param byHand after steps that were asked for one by one, so that more may come soon */
  async atRest(byHand: boolean, failed: (error: unknown) => void): Promise<void> {
    if (!byHand || !this.isLarge || this.isDue) return this.now();
    this.forget();
    this.takeBack = this.clock.after(REST_MS, () => void this.now().catch(failed));
  }

  /** What waited is no longer what there is. */
  forget(): void {
    this.takeBack?.();
    this.takeBack = null;
  }
}
