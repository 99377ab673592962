/** The baselines of one data set: counted once, however many ask, and given up with the data set. */
import type { Truth } from '../../data/worlds/world';
import type { Dataset } from '../../data/dataset';
import { eachPercent } from '../progress';
import { figuresByRow } from '../rankers/rows';
import { type Baselines, type BothParts, PARTS } from './baseline-figures';
import { oracleMetrics } from './oracle';

/**
 * Counts the baselines of a data set; in the browser in a worker of its own. `onCounted` hears after each of them what
 * there would be if the others were skipped.
 */
export type CountBaselines = (
  dataset: Dataset,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
  onCounted: (parts: BothParts) => void,
) => Promise<BothParts>;

export interface CountPort {
  /** All are there, or those that were not skipped. */
  counted(parts: BothParts): void;
  /** The share that is there, each whole percent once; null at the end, whichever it is. */
  progress(fraction: number | null): void;
  /** Of a count that nobody waits for. */
  failed(error: unknown): void;
}

export class BaselineCount {
  /** What has been counted so far. */
  known: BothParts = { validation: {}, test: {} };
  private readonly giveUp = new AbortController();
  private skipping = new AbortController();
  private counting: Promise<BothParts> | null = null;

  /** @param inBackground they come by themselves: no result waits for them */
  constructor(
    private readonly count: CountBaselines,
    readonly inBackground: boolean,
    private readonly dataset: Dataset,
    private readonly truth: Truth | null,
    private readonly port: CountPort,
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

  /** Counts, unless that is under way or done, with nobody waiting. */
  begin(): void {
    if (this.counting) return;
    this.get().catch((error: unknown) => {
      if (!this.givenUp) this.port.failed(error);
    });
  }

  /** Those that stand beside figures of the test part: all of them, or in the background those that are there. */
  async ofResult(): Promise<Baselines> {
    if (this.inBackground) this.begin();
    else await this.get();
    return this.known.test;
  }

  /** Ends the count with those that are there. */
  skip(): void {
    this.skipping.abort();
  }

  /** Once more after a skip, all of them. */
  again(): void {
    this.skipping = new AbortController();
    this.counting = null;
    this.begin();
  }

  private async run(): Promise<BothParts> {
    const skipped = this.skipping.signal;
    const signal = AbortSignal.any([this.giveUp.signal, skipped]);
    const none = figuresByRow(this.dataset, {});
    let parts: BothParts = { validation: none, test: none };
    this.say(0);
    try {
      parts = await this.count(
        this.dataset,
        signal,
        eachPercent((fraction) => this.say(fraction)),
        (counted) => {
          parts = counted;
        },
      );
      parts = await this.withOracle(parts, signal);
    } catch (error) {
      if (!skipped.aborted) throw error;
      if (this.truth) parts = { validation: withoutOracle(parts.validation), test: withoutOracle(parts.test) };
    }
    // The data set may be gone by now: its figures must not stand beside another one's.
    this.giveUp.signal.throwIfAborted();
    this.known = parts;
    this.port.counted(parts);
    return parts;
  }

  private async withOracle(parts: BothParts, signal: AbortSignal): Promise<BothParts> {
    if (!this.truth) return parts;
    const all = { ...parts };
    for (const part of PARTS)
      all[part] = {
        ...parts[part],
        oracle: (await oracleMetrics(this.dataset, this.truth, part, { signal })).metrics,
      };
    return all;
  }

  /** Nothing of a data set that is gone: another one's are being counted by then. */
  private say(fraction: number | null): void {
    if (!this.givenUp) this.port.progress(fraction);
  }

  get givenUp(): boolean {
    return this.giveUp.signal.aborted;
  }

  /** For good: whoever waits gets an AbortError. */
  abort(): void {
    this.giveUp.abort();
  }
}

const withoutOracle = (baselines: Baselines): Baselines => ({
  ...baselines,
  left: [...(baselines.left ?? []), { id: 'oracle', reason: 'skipped', values: {} }],
});
