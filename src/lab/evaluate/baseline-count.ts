/** The baselines of one data set: counted once, however many ask, and given up with the data set. */
import type { Truth } from '../../data/worlds/world';
import type { Dataset } from '../../data/dataset';
import { oracleMetrics } from './oracle';
import type { Baselines } from './baseline-figures';

export type Part = 'validation' | 'test';
export type BothParts = Record<Part, Baselines>;
/** Counts the baselines of a data set; in the browser in a worker of its own. */
export type CountBaselines = (
  dataset: Dataset,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
) => Promise<BothParts>;

const PARTS: readonly Part[] = ['validation', 'test'];

export class BaselineCount {
  /** What has been counted so far. */
  known: BothParts = { validation: {}, test: {} };
  private readonly giveUp = new AbortController();
  private counting: Promise<BothParts> | null = null;

  /**
   * @param counted called when all are there
   * @param progress called with the share that is there, each whole percent once; null at the end, whichever it is
   */
  constructor(
    private readonly count: CountBaselines,
    private readonly dataset: Dataset,
    private readonly truth: Truth | null,
    private readonly counted: (parts: BothParts) => void,
    private readonly progress: (fraction: number | null) => void,
  ) {}

  /** A count that failed is tried again by the next one who asks. */
  get(): Promise<BothParts> {
    this.counting ??= this.run()
      .catch((error: unknown) => {
        this.counting = null;
        throw error;
      })
      .finally(() => this.say(null));
    return this.counting;
  }

  private async run(): Promise<BothParts> {
    const { signal } = this.giveUp;
    let percent = 0;
    this.say(0);
    const parts = await this.count(this.dataset, signal, (fraction) => {
      if (Math.floor(100 * fraction) > percent) this.say((percent = Math.floor(100 * fraction)) / 100);
    });
    if (this.truth) {
      for (const part of PARTS)
        parts[part] = {
          ...parts[part],
          oracle: (await oracleMetrics(this.dataset, this.truth, part, { signal })).metrics,
        };
    }
    // The data set may be gone by now: its figures must not stand beside another one's.
    signal.throwIfAborted();
    this.known = parts;
    this.counted(parts);
    return parts;
  }

  /** Nothing of a data set that is gone: another one's are being counted by then. */
  private say(fraction: number | null): void {
    if (!this.givenUp) this.progress(fraction);
  }

  get givenUp(): boolean {
    return this.giveUp.signal.aborted;
  }

  /** For good: whoever waits gets an AbortError. */
  abort(): void {
    this.giveUp.abort();
  }
}
