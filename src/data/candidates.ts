/**
 * Items that a ranker scores for each row of a batch: the row's own first, then others that its user did not take in
 * training. Every row has as many places for them, of two kinds.
 *
 * - Drawn from the catalogue: each item that the user did not take as likely as the next.
 * - Shown: what he was shown in training up to the moment of the row's event and did not take, the newest first. What a
 *   click means beside what else was on the screen; of what is never shown, most of what a funnel hands on, it says
 *   nothing (sample selection bias; ESAM: Chen et al., SIGIR 2020).
 *
 * Where too little was shown, places stay empty. Filled from the catalogue they would tell who was shown little: a row
 * would have the more easy negatives the fewer hard ones its user has.
 */
import type { Shown } from './dataset';
import { firstFrom } from './first-from';
import type { Positives } from './positives';
import { createRandom } from './random';
import { PART } from './shown';
import type { TeacherRun } from './run-scores';
import type { TeacherColumn, TeacherScores } from './teacher-scores';

/** What an objective asks to be scored. */
export interface Candidates {
  /** C, from 2: items of a row, its own among them. */
  each: number;
  /** 0 to C - 1: places behind the own for items that were shown; the rest are drawn from the catalogue. */
  shown: number;
  /** Who gave scores that an objective learns from, where one does. */
  teacher?: TeacherColumn | TeacherRun;
}

/** [B x C] in each array, row by row. */
export interface CandidateLists {
  items: Uint32Array;
  /** 1 = taken: the first of every row. */
  labels: Float32Array;
  /** 0 for padding, and where there was nothing for a place: all that was drawn was taken, or too little was shown. */
  there: Float32Array;
  /** Log-odds that the teacher gave to the rows, and for which there are any (1); else both are 0. Null without one. */
  teacher: { logits: Float32Array; scored: Float32Array } | null;
}

export interface CandidateRows {
  users: Uint32Array;
  items: Uint32Array;
  /** Rows that are not padding: the first so many. */
  real: number;
  /** Time of a row's event, as in `Events`. */
  timeOf(row: number): number;
  /** Position of a row's event in `Events`. */
  eventOf(row: number): number;
}

/** Draws for a place before it stays empty: where a user took nine tenths of a catalogue, one place in 2,700 does. */
const TRIES = 75;

/** Where candidates come from. */
export interface CandidatePools {
  positives: Positives;
  /** How many items the catalogue has. */
  items: number;
  shown: Shown | null;
  /** Of the rows of the log; null without one. */
  teacher: TeacherScores | null;
}

/**
 * Fills places of a row with items, from the first on; returns how many it found.
 * @param sources receives the position in `Shown` of each, where they come from there
 */
type Fill = (
  row: number,
  rows: Pick<CandidateRows, 'users' | 'timeOf'>,
  places: Uint32Array,
  sources?: Uint32Array,
) => number;

const NOTHING: Fill = () => 0;

/**
 * A pure function of seed and step.
 * @throws RangeError for a count that is no whole number from 2, for other places of what was shown than it has, where
 * nothing was shown in training, and for a teacher of drawn candidates
 */
export function candidateSampler(
  { each, shown, teacher }: Candidates,
  pools: CandidatePools,
  seed: number,
): (step: number, rows: CandidateRows, reuse?: CandidateLists | null) => CandidateLists {
  if (!Number.isInteger(each) || each < 2)
    throw new RangeError(`candidateSampler: each is ${each}; whole numbers from 2 are allowed`);
  if (!Number.isInteger(shown) || shown < 0 || shown >= each)
    throw new RangeError(`candidateSampler: shown is ${shown}; whole numbers from 0 to ${each - 1} are allowed`);
  if (teacher && shown === 0) throw new RangeError('a teacher scored rows of the log: candidates drawn have none');
  const drawn = each - 1 - shown;
  const drawnOf = unseen(pools, seed);
  const shownOf = shown > 0 ? shownBefore(pools) : () => NOTHING;
  const scores = pools.teacher;
  const sources = new Uint32Array(shown);
  return (step, rows, reuse) => {
    const { users, items: own, real } = rows;
    const [fillDrawn, fillShown] = [drawnOf(step), shownOf(step)];
    const size = users.length * each;
    const lists: CandidateLists = reuse ?? {
      items: new Uint32Array(size),
      labels: new Float32Array(size),
      there: new Float32Array(size),
      teacher: scores && { logits: new Float32Array(size), scored: new Float32Array(size) },
    };
    lists.teacher?.logits.fill(0);
    lists.teacher?.scored.fill(0);
    for (let row = 0; row < users.length; row++) {
      const first = row * each;
      lists.items.fill(own[row]!, first, first + each);
      lists.labels[first] = 1;
      lists.there.fill(0, first, first + each);
      // Those that were drawn lie behind the own, and behind them those that were shown.
      const firstShown = first + 1 + fillDrawn(row, rows, lists.items.subarray(first + 1, first + 1 + drawn));
      const end = firstShown + fillShown(row, rows, lists.items.subarray(firstShown, firstShown + shown), sources);
      if (row >= real) continue;
      lists.there.fill(1, first, end);
      if (!scores || !lists.teacher) continue;
      teach(lists.teacher, first, scores.ofEvent(rows.eventOf(row)));
      for (let at = firstShown; at < end; at++) teach(lists.teacher, at, scores.ofShown(sources[at - firstShown]!));
    }
    return lists;
  };
}

/** @param score NaN where it gave none */
function teach({ logits, scored }: NonNullable<CandidateLists['teacher']>, at: number, score: number): void {
  if (Number.isNaN(score)) return;
  logits[at] = score;
  scored[at] = 1;
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
 * What the row's user was shown in training up to the moment of the row's event and did not take, the newest first.
 * What was shown later could not have been ranked then, and is no list of its moment: what is known of an item at the
 * moment, how often it was shown until then, would tell it from the row's own.
 * @throws RangeError where nothing was shown in training
 */
export function shownBefore({ shown }: Pick<CandidatePools, 'shown'>): (step: number) => Fill {
  if (!shown) throw new RangeError('no rows were shown and not taken');
  const { start, time, part, item } = shown;
  const fill: Fill = (row, { users, timeOf }, places, sources) => {
    const user = users[row]!;
    // Those of training come first: parts are cut in time.
    const [from, end] = [start[user]!, firstFrom(start[user]!, start[user + 1]!, (at) => part[at] !== PART.train)];
    const now = timeOf(row);
    const later = firstFrom(from, end, (at) => time[at]! > now);
    const found = Math.min(places.length, later - from);
    for (let place = 0; place < found; place++) {
      const at = later - 1 - place;
      places[place] = item[at]!;
      if (sources) sources[place] = at;
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
