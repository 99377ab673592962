/**
 * Items that a ranker scores for each row of a batch: the row's own first, then others that its user did not take in
 * training, each item of the catalogue as likely as the next. Every row has as many.
 */
import { createRandom } from './random';
import type { Positives } from './positives';

/** What an objective asks to be scored. */
export interface Candidates {
  /** C, from 2: items of a row, its own among them. */
  each: number;
}

/** [B x C] in each array, row by row. */
export interface CandidateLists {
  items: Uint32Array;
  /** 1 = taken: the first of every row. */
  labels: Float32Array;
  /** 0 for padding, and where everything that was drawn for a place had been taken. */
  there: Float32Array;
}

export interface CandidateRows {
  users: Uint32Array;
  items: Uint32Array;
  /** Rows that are not padding: the first so many. */
  real: number;
}

/** Draws for a place before it stays empty: where a user took nine tenths of a catalogue, one place in 2,700 does. */
const TRIES = 75;

/**
 * A pure function of seed and step.
 * @param items how many there are in the catalogue
 * @throws RangeError for a count that is no whole number from 2
 */
export function candidateSampler(
  { each }: Candidates,
  positives: Positives,
  items: number,
  seed: number,
): (step: number, rows: CandidateRows, reuse?: CandidateLists | null) => CandidateLists {
  if (!Number.isInteger(each) || each < 2)
    throw new RangeError(`candidateSampler: each is ${each}; whole numbers from 2 are allowed`);
  return (step, { users, items: own, real }, reuse) => {
    const random = createRandom(seed, 'candidates', step);
    const size = users.length * each;
    const lists = reuse ?? {
      items: new Uint32Array(size),
      labels: new Float32Array(size),
      there: new Float32Array(size),
    };
    for (let row = 0; row < users.length; row++) {
      const first = row * each;
      const there = row < real ? 1 : 0;
      lists.items[first] = own[row]!;
      lists.labels[first] = 1;
      lists.there[first] = there;
      for (let place = first + 1; place < first + each; place++) {
        const drawn = drawNegative(random, items, positives, users[row]!);
        lists.items[place] = drawn ?? own[row]!;
        lists.labels[place] = 0;
        lists.there[place] = drawn === null ? 0 : there;
      }
    }
    return lists;
  };
}

/** An item that the user did not take; null where none was found. */
function drawNegative(
  random: ReturnType<typeof createRandom>,
  items: number,
  { start, item }: Positives,
  user: number,
): number | null {
  for (let tries = 0; tries < TRIES; tries++) {
    const one = random.below(items);
    if (!isAmong(item, start[user]!, start[user + 1]!, one)) return one;
  }
  return null;
}

/** Whether `wanted` is among the ascending numbers [from, to). */
function isAmong(ascending: Uint32Array, from: number, to: number, wanted: number): boolean {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low < to && ascending[low] === wanted;
}
