/**
 * Batches for models that predict every event of a past in one pass over it. The training events of each user are cut
 * into stretches, which are dealt to the batches of an epoch; the pass reads the past of a stretch's last event, in
 * which the pasts of the others end earlier.
 */
import type { Random } from './random';

/** The training events, in the order of `split.train`. */
export interface Cuttable {
  /** [train] */
  user: Uint32Array;
  /** [users + 1] where the events of each user begin. */
  start: Uint32Array;
  /** [train] where the past of each event ends: all that lies before its moment. */
  ends: Uint32Array;
}

/** An epoch: stretch s holds the training events from `first[s]` to before `end[s]`. */
export interface Deal {
  /** [stretches], batch by batch. */
  first: Uint32Array;
  end: Uint32Array;
  /** [batches + 1] where the stretches of each batch begin. */
  batch: Uint32Array;
  /** [train] the events of the stretches, one after the other. */
  order: Uint32Array;
  /** [batches + 1] where the events of each batch begin. */
  events: Uint32Array;
}

/**
 * Where the pasts of a batch's rows end in those of their stretches. They are right-aligned, [stretches, length], and a
 * place counts through all of them.
 */
export interface Places {
  /** [B] the newest event before each row's moment; 0 where there is none. */
  at: Uint32Array;
  /** [B] 1 = there is one. */
  there: Float32Array;
}

/**
 * How stretches fit batches. An event of a stretch finds its past among the newest `length` events that the last one
 * has behind it. Stretches are cut anew in each epoch: else the same events would always have the shortest pasts.
 */
export class Stretches {
  private readonly most: number;
  readonly batches: number;
  /** Stretches of a batch at the most, in every epoch. */
  readonly rows: number;

  /**
   * @param size events of a batch at the most
   * @param length events that are read of a past
   */
  constructor(
    private readonly events: Cuttable,
    size: number,
    private readonly length: number,
  ) {
    this.most = longest(size, length);
    // Batches differ by less than one stretch: see `deal`.
    this.batches = Math.max(1, Math.ceil(events.user.length / (size - this.most + 1)));
    this.rows = Math.max(1, Math.ceil(this.mostStretches() / this.batches));
  }

  /** Where the stretch that begins at an event ends at the latest. */
  private endOf(first: number): number {
    const { start, user, ends } = this.events;
    const last = Math.min(start[user[first]! + 1]!, first + this.most);
    let end = first + 1;
    while (end < last && ends[end]! - ends[first]! < this.length) end++;
    return end;
  }

  /** A cut within the first stretch of a user adds one at the most to those that are as long as can be. */
  private mostStretches(): number {
    const { user, start } = this.events;
    let stretches = 0;
    for (let first = 0; first < user.length;) {
      const end = this.endOf(first);
      const isFirst = first === start[user[first]!]!;
      const isWhole = isFirst && end === start[user[first]! + 1]!;
      stretches += isFirst && !isWhole ? 2 : 1;
      first = end;
    }
    return stretches;
  }

  /**
   * By length, in rounds of one for each batch, shuffled within the round: so batches have equally many stretches, but
   * for one, and their events differ by less than those of the longest stretch.
   */
  deal(random: Random): Deal {
    const { batches, most } = this;
    const { first, end } = this.cut(random);
    const order = byLength(first, end, most, random.shuffle(Uint32Array.from(first.keys())));
    const batch = Uint32Array.from({ length: batches + 1 }, (_, b) => {
      const rest = first.length % batches;
      return Math.floor(first.length / batches) * b + Math.min(rest, b);
    });
    const dealt = { first: new Uint32Array(first.length), end: new Uint32Array(first.length) };
    const seats = Uint32Array.from({ length: batches }, (_, b) => b);
    for (let round = 0; round * batches < order.length; round++) {
      const left = Math.min(batches, order.length - round * batches);
      // Of the last round, the batches that have room for one more.
      const taken = random.shuffle(seats.slice(0, left));
      for (let i = 0; i < left; i++) {
        const at = batch[taken[i]!]! + round;
        dealt.first[at] = first[order[round * batches + i]!]!;
        dealt.end[at] = end[order[round * batches + i]!]!;
      }
    }
    return { ...dealt, batch, ...this.eventsOf(dealt, batch) };
  }

  private eventsOf({ first, end }: Pick<Deal, 'first' | 'end'>, batch: Uint32Array): Pick<Deal, 'order' | 'events'> {
    const order = new Uint32Array(this.events.user.length);
    const events = new Uint32Array(this.batches + 1);
    let at = 0;
    for (let b = 0; b < this.batches; b++) {
      for (let s = batch[b]!; s < batch[b + 1]!; s++)
        for (let event = first[s]!; event < end[s]!; event++) order[at++] = event;
      events[b + 1] = at;
    }
    return { order, events };
  }

  /** The last event of each stretch of a batch; what there is room for beyond them repeats the first. */
  lastOf({ end, batch }: Deal, b: number): Uint32Array {
    const [from, to] = [batch[b]!, batch[b + 1]!];
    return Uint32Array.from({ length: this.rows }, (_, s) => end[from + s < to ? from + s : from]! - 1);
  }

  /** @param size rows of the batch; those behind its events are where the first is */
  placesOf({ first, end, batch }: Deal, b: number, size: number): Places {
    const { length, events } = this;
    const places = { at: new Uint32Array(size), there: new Float32Array(size) };
    let row = 0;
    for (let s = batch[b]!; s < batch[b + 1]!; s++) {
      const newest = (s - batch[b]! + 1) * length - 1;
      const reach = events.ends[end[s]! - 1]!;
      for (let event = first[s]!; event < end[s]!; event++, row++) {
        const own = events.ends[event]!;
        // A tie longer than what is read hides what lies before it.
        if (own === events.start[events.user[event]!]! || reach - own >= length) continue;
        places.at[row] = newest - (reach - own);
        places.there[row] = 1;
      }
    }
    places.at.fill(places.at[0]!, row);
    places.there.fill(places.there[0]!, row);
    return places;
  }

  private cut(random: Random): { first: Uint32Array; end: Uint32Array } {
    const { user, start } = this.events;
    const [firsts, ends] = [[] as number[], [] as number[]];
    for (let first = 0; first < user.length;) {
      let end = this.endOf(first);
      if (first === start[user[first]!]! && end < start[user[first]! + 1]!) end = first + 1 + random.below(end - first);
      firsts.push(first);
      ends.push(end);
      first = end;
    }
    return { first: Uint32Array.from(firsts), end: Uint32Array.from(ends) };
  }
}

/** Events of a stretch at the most. */
const longest = (size: number, length: number): number => Math.max(1, Math.min(length, Math.floor(size / 4)));

/**
 * About as many stretches as a batch of a log has, where only the log's size is known: `users` who have `events` for
 * training.
 */
export function expectedStretches(
  { users, events }: { users: number; events: number },
  size: number,
  length: number,
): number {
  const most = longest(size, length);
  const stretches = Math.min(events, users + events / most);
  return Math.max(1, Math.ceil((stretches * (size - most + 1)) / Math.max(1, events)));
}

/** Longest first; those of one length stay in their order. */
function byLength(first: Uint32Array, end: Uint32Array, most: number, order: Uint32Array): Uint32Array {
  const places = new Uint32Array(most + 2);
  for (let s = 0; s < first.length; s++) places[most - (end[s]! - first[s]!) + 1]!++;
  for (let k = 1; k < places.length; k++) places[k]! += places[k - 1]!;
  const sorted = new Uint32Array(order.length);
  for (const s of order) sorted[places[most - (end[s]! - first[s]!)]!++] = s;
  return sorted;
}
