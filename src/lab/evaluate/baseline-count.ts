/** The baselines of one data set: counted once, however many ask, and given up with the data set. */
import type { Truth } from '../../data/worlds/world';
import type { Dataset } from '../../data/dataset';
import type { ReferenceRow } from '../rankers/rankers';
import type { Run } from '../runs/run';
import { figuresByRow } from '../rankers/rows';
import { type Baselines, type BothParts, joined, type Left, type Part, PARTS } from './baseline-figures';
import { oracleMetrics } from './oracle';

/** How far a count is: the share that is there, 0..1, and the row that is being counted, null before the first. */
export interface Counting {
  fraction: number;
  row: ReferenceRow | null;
}

/**
 * Counts the baselines of a data set; in the browser in a worker of its own. `onCounted` hears after each of them what
 * there would be if the others were skipped.
 */
export type CountBaselines = (
  dataset: Dataset,
  signal: AbortSignal,
  onProgress: (fraction: number, row: ReferenceRow) => void,
  onCounted: (parts: BothParts) => void,
) => Promise<BothParts>;

export interface CountPort {
  /** What there is to show, after each row and at the end. */
  known(parts: BothParts): void;
  /** All are there, or those that were not skipped. Whoever asked for them waits until it is done with them. */
  counted(parts: BothParts): Promise<void>;
  /** Where it changes by a percent or goes on to another row; null at the end, whichever it is. */
  progress(counting: Counting | null): void;
  /** Of a count that nobody waits for. */
  failed(error: unknown): void;
}

export class BaselineCount {
  /** What has been counted so far; rows that are still to come are not `left`. */
  known: BothParts = { validation: {}, test: {} };
  private readonly giveUp = new AbortController();
  private skipping = new AbortController();
  private counting: Promise<BothParts> | null = null;
  private hasBegun = false;
  private told: Counting | null = null;

  /** @param byItself nobody has to ask for them */
  constructor(
    private readonly count: CountBaselines,
    private readonly byItself: boolean,
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
    this.hasBegun = true;
    this.get().catch((error: unknown) => {
      if (!this.givenUp) this.port.failed(error);
    });
  }

  /** There are curves for them to stand beside: before that nobody sees them. A count that fails is not tried again. */
  besideCurves(): void {
    if (this.byItself && !this.hasBegun) this.begin();
  }

  /** Those that are there when figures of the test part are: no result waits for the others. */
  besideResult(): Baselines {
    if (this.byItself) this.begin();
    return this.known.test;
  }

  /** A stored run of this data brings its own; they are counted again where one is missing beside what it shows. */
  besideRun({ baselines, result, evaluated }: Pick<Run, 'baselines' | 'result' | 'evaluated'>): void {
    if (this.counting) return;
    const shown = result ?? evaluated;
    this.known = { validation: baselines, test: shown?.baselines ?? {} };
    if (!this.isWhole(baselines) || (shown && !this.isWhole(shown.baselines))) this.besideCurves();
    else if (shown) this.counting = Promise.resolve(this.known);
  }

  /** Each row has figures, or a reason that stands: a skip is one. */
  private isWhole(baselines: Baselines): boolean {
    const rows: ReferenceRow[] = (figuresByRow(this.dataset, {}).left ?? []).map(({ id }) => id);
    const left = (baselines.left ?? []).filter(({ reason }) => reason !== 'waiting');
    return [...rows, ...(this.truth ? (['oracle'] as const) : [])].every(
      (row) => baselines[row] !== undefined || left.some(({ id }) => id === row),
    );
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
    this.say({ fraction: 0, row: null });
    try {
      parts = await this.count(
        this.dataset,
        signal,
        (fraction, row) => this.tell(fraction, row),
        (counted) => {
          parts = counted;
          if (!signal.aborted) this.publish(parts);
        },
      );
      parts = await this.withOracle(parts, signal);
    } catch (error) {
      if (!skipped.aborted) throw error;
      if (this.truth) parts = eachPart(parts, (baselines) => withLeft(baselines, 'oracle', 'skipped'));
    }
    // The data set may be gone by now: its figures must not stand beside another one's.
    this.giveUp.signal.throwIfAborted();
    this.known = eachPart(parts, (counted, part) => joined(this.known[part], counted));
    this.port.known(this.known);
    await this.port.counted(this.known);
    return this.known;
  }

  /** Those that are there by now, and which are still to come. */
  private publish(parts: BothParts): void {
    this.known = eachPart(parts, ({ left = [], ...counted }, part) =>
      joined(this.known[part], { ...counted, left: left.filter(({ reason }) => reason !== 'skipped') }),
    );
    this.port.known(
      eachPart(this.known, (baselines, part) => {
        const rest = (parts[part].left ?? []).filter(({ id }) => !baselines[id]);
        const left = rest.map((row) => (row.reason === 'skipped' ? { ...row, reason: 'waiting' as const } : row));
        const waiting = { ...baselines, left };
        return this.truth && !baselines.oracle ? withLeft(waiting, 'oracle', 'waiting') : waiting;
      }),
    );
  }

  private async withOracle(parts: BothParts, signal: AbortSignal): Promise<BothParts> {
    if (!this.truth) return parts;
    const all = { ...parts };
    for (const [at, part] of PARTS.entries()) {
      const onProgress = (fraction: number): void => this.tell((at + fraction) / PARTS.length, 'oracle');
      const { metrics } = await oracleMetrics(this.dataset, this.truth, part, { signal, onProgress });
      all[part] = { ...parts[part], oracle: metrics };
    }
    return all;
  }

  /** Rankers tell after every item how far they are. The oracle comes last, and has the last tenth of the bar. */
  private tell(fraction: number, row: ReferenceRow): void {
    const share = !this.truth ? fraction : row === 'oracle' ? 0.9 + 0.1 * fraction : 0.9 * fraction;
    const percent = Math.floor(100 * share) / 100;
    if (percent !== this.told?.fraction || row !== this.told.row) this.say({ fraction: percent, row });
  }

  /** Nothing of a data set that is gone: another one's are being counted by then. */
  private say(counting: Counting | null): void {
    this.told = counting;
    if (!this.givenUp) this.port.progress(counting);
  }

  get givenUp(): boolean {
    return this.giveUp.signal.aborted;
  }

  /** For good: whoever waits gets an AbortError. */
  abort(): void {
    this.giveUp.abort();
  }
}

const eachPart = (parts: BothParts, change: (baselines: Baselines, part: Part) => Baselines): BothParts => ({
  validation: change(parts.validation, 'validation'),
  test: change(parts.test, 'test'),
});

const withLeft = (baselines: Baselines, id: ReferenceRow, reason: Left['reason']): Baselines => ({
  ...baselines,
  left: [...(baselines.left ?? []), { id, reason, values: {} }],
});
