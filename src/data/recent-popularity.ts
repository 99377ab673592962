/**
 * How much of late each item was taken, as was known at moments of the log: popularity that decays (Ji et al., "A
 * Re-visit of the Popularity Baseline in Recommender Systems", SIGIR 2020, DecayPop), for a model to learn from.
 *
 * It is kept at G snapshots, with as many training events between each and the next. What is asked at a moment reads
 * the newest snapshot all of whose events lie strictly before it, so that nothing is known too early, and a served
 * index need not be made anew with every event. An event decays by the training events after it, not by the hours, in
 * which nothing may happen: after `halfLife` of them it counts half.
 */
import type { Dataset } from './dataset';
import { rowStarts } from './events';
import { firstFrom } from './first-from';
import { trainingInTime } from './training-part';

export interface PopularityRead {
  /** H: each in training events. */
  halfLives: readonly number[];
  /** G */
  snapshots: number;
}

/** Added to every count, so that what nobody took has a logarithm. */
const SMOOTHING = 0.1;
/** Floats of items that are kept once they are made: 128 MiB. */
const KEPT = 2 ** 25;

type Counted = Pick<Dataset, 'items' | 'split' | 'events'>;

/** By the split: a made-up person stands in a copy of a data set that shares it. */
const known = new WeakMap<Dataset['split'], Map<string, RecentPopularity>>();

export class RecentPopularity {
  /** [G] milliseconds: a snapshot holds what lies before. */
  private readonly ends: Float64Array;
  /** [G] training events that it holds. */
  private readonly held: Uint32Array;
  /** CSR by item: ranks of its training events in the order of time. */
  private readonly start: Uint32Array;
  private readonly ranks: Uint32Array;
  private readonly kept = new Map<number, Float32Array>();

  /** Counted once for a data set. @throws RangeError for fewer than two snapshots, or a half-life not above 0 */
  static of(dataset: Counted, read: PopularityRead): RecentPopularity {
    const own = known.get(dataset.split) ?? new Map<string, RecentPopularity>();
    known.set(dataset.split, own);
    const key = JSON.stringify(read);
    const found = own.get(key) ?? new RecentPopularity(dataset, read);
    own.set(key, found);
    return found;
  }

  private constructor(
    dataset: Counted,
    private readonly read: PopularityRead,
  ) {
    const { halfLives, snapshots } = read;
    if (snapshots < 2 || halfLives.some((halfLife) => !(halfLife > 0)))
      throw new RangeError(`recent popularity: ${snapshots} snapshots, half-lives ${halfLives.join()}`);
    const { items, times } = trainingInTime(dataset);
    const { length } = times;
    this.ends = Float64Array.from({ length: snapshots }, (_, g) =>
      g < snapshots - 1 ? times[Math.floor(((g + 1) * length) / snapshots)]! : times[length - 1]! + 1,
    );
    let rank = 0;
    this.held = Uint32Array.from(this.ends, (end) => {
      while (rank < length && times[rank]! < end) rank++;
      return rank;
    });
    this.start = rowStarts(items, dataset.items.length);
    const next = this.start.slice();
    this.ranks = new Uint32Array(length);
    items.forEach((own, at) => (this.ranks[next[own]!++] = at));
  }

  /** Floats of an item. */
  get size(): number {
    return this.read.snapshots * this.read.halfLives.length;
  }

  /**
   * The newest snapshot that holds nothing but what lies strictly before a moment; -1 where there is none yet.
   * @param moment milliseconds since the epoch; Infinity behind the log
   */
  snapshotAt(moment: number): number {
    return firstFrom(0, this.ends.length, (g) => this.ends[g]! > moment) - 1;
  }

  /** [G x H] log(.1 + decayed count) of an item at each snapshot, by each half-life. */
  of(item: number): Float32Array {
    const known = this.kept.get(item);
    if (known) return known;
    const made = this.count(item);
    if ((this.kept.size + 1) * this.size <= KEPT) this.kept.set(item, made);
    return made;
  }

  /** [rows x G] a 1 at the snapshot of each moment, if there is one. @param out at least as long, 0 behind */
  onesAt(moments: Float64Array, out = new Float32Array(moments.length * this.read.snapshots)): Float32Array {
    return ones(this.snapshotsAt(moments), this.read.snapshots, out);
  }

  /** [rows x G x H] `of` each item. @param out at least as long, what is behind stays */
  logs(items: Uint32Array, out = new Float32Array(items.length * this.size)): Float32Array {
    for (let row = 0; row < items.length; row++) out.set(this.of(items[row]!), row * this.size);
    return out;
  }

  /**
   * The same at the snapshots of these moments alone, one after the other in `places` columns for each row: scores of
   * rows at these moments are the same, in fewer numbers. What no moment is at stays as it is.
   * @param at [rows x places], 0 behind; @param logs [items x places x H]; both written over
   * @throws RangeError where the moments are at more snapshots than there are places
   */
  compact(moments: Float64Array, items: Uint32Array, places: number, at: Float32Array, logs: Float32Array): void {
    const snapshots = this.snapshotsAt(moments);
    const used = [...new Set(snapshots)].filter((snapshot) => snapshot >= 0).sort((a, b) => a - b);
    if (used.length > places) throw new RangeError(`moments are at ${used.length} snapshots, not ${places}`);
    const placeOf = new Map(used.map((snapshot, place) => [snapshot, place]));
    ones(
      snapshots.map((snapshot) => placeOf.get(snapshot) ?? -1),
      places,
      at,
    );
    const { length } = this.read.halfLives;
    for (let row = 0; row < items.length; row++) {
      const own = this.of(items[row]!);
      for (let place = 0; place < used.length; place++) {
        const from = used[place]! * length;
        for (let h = 0; h < length; h++) logs[(row * places + place) * length + h] = own[from + h]!;
      }
    }
  }

  private snapshotsAt(moments: Float64Array): Int32Array {
    return Int32Array.from(moments, (moment) => this.snapshotAt(moment));
  }

  private count(item: number): Float32Array {
    const { halfLives, snapshots } = this.read;
    const ranks = this.ranks.subarray(this.start[item], this.start[item + 1]);
    const out = new Float32Array(this.size);
    halfLives.forEach((halfLife, h) => {
      let [count, held, next] = [0, 0, 0];
      for (let g = 0; g < snapshots; g++) {
        const holds = this.held[g]!;
        count *= 0.5 ** ((holds - held) / halfLife);
        for (; next < ranks.length && ranks[next]! < holds; next++) count += 0.5 ** ((holds - ranks[next]!) / halfLife);
        held = holds;
        out[g * halfLives.length + h] = Math.log(SMOOTHING + count);
      }
    });
    return out;
  }
}

/** [rows x places] a 1 at each row's place, where that is not -1. @param out at least as long, 0 behind */
function ones(placeOfRow: Int32Array, places: number, out: Float32Array): Float32Array {
  out.fill(0);
  placeOfRow.forEach((place, row) => {
    if (place >= 0) out[row * places + place] = 1;
  });
  return out;
}
