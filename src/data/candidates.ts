/**
 * Items that a ranker scores for each row of a batch: the row's own first, then others that its user did not take in
 * training. Every row has as many.
 *
 * - `catalogue`: each item that the user did not take as likely as the next.
 * - `shown`: what he was shown in training and did not take, the nearest in time to the row's event. What a click means
 *   beside what else was on the screen; of items that nobody shows it says nothing.
 */
import type { Shown } from './dataset';
import { firstFrom } from './first-from';
import type { Positives } from './positives';
import { createRandom } from './random';
import { PART } from './shown';

/** What an objective asks to be scored. */
export interface Candidates {
  /** C, from 2: items of a row, its own among them. */
  each: number;
  from: 'catalogue' | 'shown';
}

/** [B x C] in each array, row by row. */
export interface CandidateLists {
  items: Uint32Array;
  /** 1 = taken: the first of every row. */
  labels: Float32Array;
  /** 0 for padding, and where there was nothing for a place: all that was drawn was taken, or too little was shown. */
  there: Float32Array;
}

export interface CandidateRows {
  users: Uint32Array;
  items: Uint32Array;
  /** Rows that are not padding: the first so many. */
  real: number;
  /** Time of a row's event, as in `Events`. */
  timeOf(row: number): number;
}

/** Draws for a place before it stays empty: where a user took nine tenths of a catalogue, one place in 2,700 does. */
const TRIES = 75;

/** Where candidates come from. */
export interface CandidatePools {
  positives: Positives;
  /** How many items the catalogue has. */
  items: number;
  shown: Shown | null;
}

/** Fills the places of a row behind its own with items; returns how many it found. */
type Fill = (row: number, rows: CandidateRows, places: Uint32Array) => number;

/**
 * A pure function of seed and step.
 * @throws RangeError for a count that is no whole number from 2, and where nothing was shown in training
 */
export function candidateSampler(
  { each, from }: Candidates,
  pools: CandidatePools,
  seed: number,
): (step: number, rows: CandidateRows, reuse?: CandidateLists | null) => CandidateLists {
  if (!Number.isInteger(each) || each < 2)
    throw new RangeError(`candidateSampler: each is ${each}; whole numbers from 2 are allowed`);
  const fillOf = from === 'shown' ? shownNearby(pools) : unseen(pools, seed);
  return (step, rows, reuse) => {
    const { users, items: own, real } = rows;
    const fill = fillOf(step);
    const size = users.length * each;
    const lists = reuse ?? {
      items: new Uint32Array(size),
      labels: new Float32Array(size),
      there: new Float32Array(size),
    };
    for (let row = 0; row < users.length; row++) {
      const first = row * each;
      lists.items.fill(own[row]!, first, first + each);
      lists.labels[first] = 1;
      lists.there.fill(0, first, first + each);
      const found = fill(row, rows, lists.items.subarray(first + 1, first + each));
      if (row < real) lists.there.fill(1, first, first + 1 + found);
    }
    return lists;
  };
}

const unseen =
  ({ positives, items }: CandidatePools, seed: number) =>
  (step: number): Fill => {
    const random = createRandom(seed, 'candidates', step);
    return (row, { users }, places) => {
      let found = 0;
      for (let place = 0; place < places.length; place++) {
        const drawn = drawNegative(random, items, positives, users[row]!);
        if (drawn !== null) places[found++] = drawn;
      }
      return found;
    };
  };

/**
 * What the row's user was shown in training and did not take, the nearest in time to the row's event.
 * @throws RangeError where nothing was shown in training
 */
export function shownNearby({ shown }: Pick<CandidatePools, 'shown'>): (step: number) => Fill {
  if (!shown) throw new RangeError('no rows were shown and not taken');
  const { start, time, part, item } = shown;
  const fill: Fill = (row, { users, timeOf }, places) => {
    const user = users[row]!;
    // Those of training come first: parts are cut in time.
    const [from, end] = [start[user]!, firstFrom(start[user]!, start[user + 1]!, (at) => part[at] !== PART.train)];
    const now = timeOf(row);
    let right = firstFrom(from, end, (at) => time[at]! >= now);
    let left = right - 1;
    let found = 0;
    for (; found < places.length && (left >= from || right < end); found++) {
      const isLeft = right >= end || (left >= from && now - time[left]! <= time[right]! - now);
      places[found] = item[isLeft ? left-- : right++]!;
    }
    return found;
  };
  return () => fill;
}

/** An item that the user did not take; null where none was found. */
function drawNegative(
  random: ReturnType<typeof createRandom>,
  items: number,
  { start, item }: Positives,
  user: number,
): number | null {
  const end = start[user + 1]!;
  for (let tries = 0; tries < TRIES; tries++) {
    const one = random.below(items);
    const at = firstFrom(start[user]!, end, (place) => item[place]! >= one);
    if (at === end || item[at] !== one) return one;
  }
  return null;
}
