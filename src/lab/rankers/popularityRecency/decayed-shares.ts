/** Which items the events up to a moment were of, where an event counts half after each half-life. */
import { firstFrom } from '../../../data/first-from';
import type { TrainingInTime } from '../../../data/training-part';
import { STRETCH } from './ranker';

/**
 * Shares at the ends of stretches of events are kept; at a moment the last of these decay up to it and the events since
 * are added: O(items), in whatever order moments come. A stretch is a fourth of as many events as there are items, so a
 * few numbers are kept for each event. All factors are of decay, from older to newer, and none overflows, however short
 * the half-life.
 */
export class DecayedShares {
  private readonly stretch: number;
  /** [events] What is left of a weight since the event before. */
  private readonly left: Float64Array;
  /** [events] Sum of the weights up to an event, which weighs 1 itself. */
  private readonly total: Float64Array;
  /** [stretches x items] */
  private readonly kept: Float64Array;

  /** @param halfLife in milliseconds */
  constructor(
    private readonly log: TrainingInTime,
    private readonly items: number,
    private readonly halfLife: number,
  ) {
    const { times } = log;
    this.stretch = Math.ceil(items * STRETCH);
    this.left = Float64Array.from(times, (time, n) => this.decay(time - (times[n - 1] ?? time)));
    let total = 0;
    this.total = this.left.map((left) => (total = 1 + left * total));
    const stretches = Math.floor(times.length / this.stretch);
    this.kept = new Float64Array(stretches * items);
    for (let n = 0; n < stretches; n++) this.shareFirst((n + 1) * this.stretch, this.keptOf(n));
  }

  /**
   * Of the decayed events strictly before a moment; all 0 where there are none. Decay from the newest of them to the
   * moment changes no share, so nothing is lost in a long silence.
   * @param shares [items] to be written
   */
  shareBefore(moment: number, shares: Float64Array): void {
    const { times } = this.log;
    this.shareFirst(
      firstFrom(0, times.length, (n) => times[n]! >= moment),
      shares,
    );
  }

  /** Of the first `end` events. */
  private shareFirst(end: number, shares: Float64Array): void {
    const { items, left, log, stretch, total } = this;
    const before = Math.max(0, Math.floor((end - 1) / stretch));
    const from = before * stretch;
    let weight = 1 / total[end - 1]!;
    if (before === 0) shares.fill(0);
    else {
      const older = this.keptOf(before - 1);
      const theirs = weight * total[from - 1]! * this.decay(log.times[end - 1]! - log.times[from - 1]!);
      for (let item = 0; item < items; item++) shares[item] = theirs * older[item]!;
    }
    for (let n = end - 1; n >= from; n--) {
      shares[log.items[n]!]! += weight;
      weight *= left[n]!;
    }
  }

  private decay(time: number): number {
    return 0.5 ** (time / this.halfLife);
  }

  private keptOf(stretch: number): Float64Array {
    return this.kept.subarray(stretch * this.items, (stretch + 1) * this.items);
  }
}
