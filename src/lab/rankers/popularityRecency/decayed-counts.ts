/** What the training events of all items have come to at a moment, where an event counts half after each half-life. */
import { firstFrom } from '../../../data/first-from';
import type { Dataset } from '../../../data/dataset';
import { STRETCH } from './ranker';

/** Training events, the oldest first. */
export interface EventsInTime {
  items: Uint32Array;
  /** As in `Events`, in milliseconds. */
  times: Float64Array;
}

export function eventsInTime({ events, split }: Pick<Dataset, 'events' | 'split'>): EventsInTime {
  const order = split.train.toSorted((a, b) => events.time[a]! - events.time[b]!);
  return {
    items: order.map((event) => events.item[event]!),
    times: Float64Array.from(order, (event) => events.time[event]!),
  };
}

/**
 * Counts at the ends of stretches of events are kept; at a moment the last of these decay up to it and the events since
 * are added: O(items), in whatever order moments come. A stretch has a share of as many events as there are items, so a
 * few numbers are kept for each event. All factors are of decay, from older to newer, and none overflows, however short
 * the half-life.
 */
export class DecayedCounts {
  private readonly stretch: number;
  /** [events] What is left of a weight since the event before. */
  private readonly left: Float64Array;
  /** [stretches x items] */
  private readonly kept: Float64Array;

  /** @param halfLife in milliseconds */
  constructor(
    private readonly log: EventsInTime,
    private readonly items: number,
    private readonly halfLife: number,
  ) {
    const { times } = log;
    this.stretch = Math.ceil(items * STRETCH);
    this.left = Float64Array.from(times, (time, n) => this.decay(time - (times[n - 1] ?? time)));
    const stretches = Math.floor(times.length / this.stretch);
    this.kept = new Float64Array(stretches * items);
    for (let n = 0; n < stretches; n++) this.countFirst((n + 1) * this.stretch, this.keptOf(n));
  }

  /**
   * Of the events strictly before a moment, decayed up to the newest of them, which weighs 1. Decay up to the moment is
   * the same for all items, so it ranks nothing, and after a long silence it would leave nothing of any.
   * @param counts [items] to be written
   */
  countBefore(moment: number, counts: Float64Array): void {
    const { times } = this.log;
    this.countFirst(
      firstFrom(0, times.length, (n) => times[n]! >= moment),
      counts,
    );
  }

  private countFirst(end: number, counts: Float64Array): void {
    const { items, left, log, stretch } = this;
    const before = Math.max(0, Math.floor((end - 1) / stretch));
    const from = before * stretch;
    if (before === 0) counts.fill(0);
    else {
      const older = this.keptOf(before - 1);
      const weight = this.decay(log.times[end - 1]! - log.times[from - 1]!);
      for (let item = 0; item < items; item++) counts[item] = weight * older[item]!;
    }
    let weight = 1;
    for (let n = end - 1; n >= from; n--) {
      counts[log.items[n]!]! += weight;
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
