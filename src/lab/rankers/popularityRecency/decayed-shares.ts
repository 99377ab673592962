/** Which items the events up to a moment were of, where an event counts half after each half-life. */
import { firstFrom } from '../../../data/first-from';
import type { TrainingInTime } from '../../../data/training-part';
import { STRETCH } from './ranker';

/** Weights grow with the time since a start; after so many half-lives the start is moved and all sums fade. */
const FADE_AFTER = 512;

/**
 * Sums of the newest moment that was asked for, to which the events since are added: moments in their order cost each
 * event once. For an earlier one, or one far ahead, sums are taken up at the end of a stretch of events, where they are
 * kept: a fourth of as many events as there are items, so a few numbers are kept for each event. Sums are added in the
 * order of the log and fade at the same events whatever was asked before, so shares are equal to the last digit.
 */
export class DecayedShares {
  private readonly stretch: number;
  /** [events] 2^(half-lives since the start). */
  private readonly weights: Float64Array;
  /** What is left of all sums as the start is moved to an event. */
  private readonly fades = new Map<number, number>();
  /** [stretches x (items + 1)] Sums after each stretch, of each item and of all. */
  private readonly kept: Float64Array;
  /** [items + 1] The same after the first `end` events. */
  private readonly sums: Float64Array;
  private end = 0;
  private scale = 0;

  /** @param halfLife in milliseconds */
  constructor(
    private readonly log: TrainingInTime,
    private readonly items: number,
    halfLife: number,
  ) {
    const { times } = log;
    let start = times[0]!;
    this.weights = times.map((time, n) => {
      const age = (time - start) / halfLife;
      if (age <= FADE_AFTER) return 2 ** age;
      this.fades.set(n, 0.5 ** age);
      start = time;
      return 1;
    });
    this.stretch = Math.ceil(items * STRETCH);
    this.sums = new Float64Array(items + 1);
    const stretches = Math.floor(times.length / this.stretch);
    this.kept = new Float64Array(stretches * this.sums.length);
    for (let n = 0; n < stretches; n++) {
      this.goOn((n + 1) * this.stretch);
      this.keptOf(n).set(this.sums);
    }
  }

  /**
   * From now on shares are of the decayed events strictly before a moment; all 0 where there are none. Decay from the
   * newest of them to the moment changes no share, so nothing is lost in a long silence.
   */
  moveTo(moment: number): void {
    const { items, log, stretch, sums } = this;
    const end = firstFrom(0, log.times.length, (n) => log.times[n]! >= moment);
    const stretches = Math.floor(end / stretch);
    if (end < this.end || stretches > Math.floor(this.end / stretch)) {
      if (stretches === 0) sums.fill(0);
      else sums.set(this.keptOf(stretches - 1));
      this.end = stretches * stretch;
    }
    this.goOn(end);
    this.scale = end === 0 ? 0 : 1 / sums[items]!;
  }

  shareOf(item: number): number {
    return this.scale * this.sums[item]!;
  }

  /** @param shares [items] to be written */
  write(shares: Float64Array | Float32Array): void {
    const { items, scale, sums } = this;
    for (let item = 0; item < items; item++) shares[item] = scale * sums[item]!;
  }

  private goOn(end: number): void {
    const { fades, items, log, sums, weights } = this;
    for (let n = this.end; n < end; n++) {
      const fade = fades.get(n);
      if (fade !== undefined) for (let i = 0; i <= items; i++) sums[i]! *= fade;
      sums[log.items[n]!]! += weights[n]!;
      sums[items]! += weights[n]!;
    }
    this.end = end;
  }

  private keptOf(stretch: number): Float64Array {
    return this.kept.subarray(stretch * this.sums.length, (stretch + 1) * this.sums.length);
  }
}
