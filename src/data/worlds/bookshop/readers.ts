/** The readers: what the shop's card index says of them, and what it does not (interests and taste). */
import { createRandom, type Random } from '../../random';
import { pick, shareEvents, weighted } from '../draw';
import { COUNTRIES, people } from '../people';
import type { Share } from '../world';
import { STYLE_WIDTH } from './catalogue';
import { MOOD_NAMES, SUBJECTS, type Mood } from './subjects';

export interface Reader {
  id: string;
  name: string;
  country: string;
  age: string;
  segment: string;
  device: string;
  /** Noise: which batch of the newsletter the reader is in. */
  batch: string;
  /** Number of events the reader will have. */
  events: number;
  /** Hidden: share of each subject in the reader's sessions; 2 to 4 are above 0. [SUBJECTS] */
  mixture: Float64Array;
  /** Hidden: liking of each mood. */
  moods: Record<Mood, number>;
  /** Hidden: the price the reader is at ease with, as the log of its ratio to the subject's usual price. */
  purse: number;
  /** Hidden: [STYLE_WIDTH] */
  style: readonly number[];
  /** Hidden: seeds the choice of authors the reader is loyal to. */
  loyalty: number;
}

export const DEVICES = ['phone', 'tablet', 'e-reader', 'desktop'] as const;
const EVENTS_PER_READER = 22;
const MIN_EVENTS_OF_READER = 6;
const AGES = ['16 to 24', '25 to 34', '35 to 44', '45 to 54', '55 to 64', 'over 65'];
const BATCHES = ['Monday A', 'Monday B', 'Wednesday A', 'Wednesday B', 'Friday A', 'Friday B'];

/** Who the shop thinks its readers are: the subjects each segment leans to, its purse, its typical age. */
const SEGMENTS: readonly { name: string; leans: readonly string[]; purse: number; age: number }[] = [
  { name: 'student', leans: ['Science fiction', 'Fantasy', 'Philosophy'], purse: -0.4, age: 0 },
  { name: 'commuter', leans: ['Crime', 'Popular science', 'Science fiction'], purse: -0.1, age: 2 },
  { name: 'parent', leans: ['Romance', 'Food', 'Crime'], purse: 0, age: 2 },
  { name: 'book club', leans: ['Literary fiction', 'Poetry', 'Romance'], purse: 0.1, age: 3 },
  { name: 'retired', leans: ['History', 'Nature and gardens', 'Travel'], purse: 0.2, age: 5 },
  { name: 'collector', leans: ['Poetry', 'History', 'Philosophy'], purse: 0.5, age: 4 },
];
/** How much a lean multiplies a subject's chance. */
const LEAN = 5;
const COUNTRY_LEAN = 2;

export function makeReaders(seed: number, events: number): Reader[] {
  const count = Math.max(20, Math.round(events / EVENTS_PER_READER));
  const random = createRandom(seed, 'bookshop', 'readers');
  const counts = shareEvents(random, count, events, MIN_EVENTS_OF_READER);
  return people(createRandom(seed, 'bookshop', 'reader names'), count).map((person, r): Reader => {
    const segment = SEGMENTS[weighted(random, [3, 4, 3, 2.5, 2.5, 1])]!;
    const age = Math.min(AGES.length - 1, Math.max(0, Math.round(segment.age + 0.9 * random.normal())));
    const prior = SUBJECTS.map(
      (subject, s) =>
        subject.readers *
        (segment.leans.includes(subject.name) ? LEAN : 1) *
        (s % COUNTRIES.length === COUNTRIES.indexOf(person.country) ? COUNTRY_LEAN : 1),
    );
    return {
      ...person,
      age: AGES[age]!,
      segment: segment.name,
      device: DEVICES[weighted(random, [4, 1.5, 2, 2.5])]!,
      batch: pick(random, BATCHES),
      events: counts[r]!,
      mixture: drawMixture(random, prior),
      moods: drawMoods(random),
      purse: segment.purse + 0.25 * random.normal(),
      style: Array.from({ length: STYLE_WIDTH }, () => random.normal()),
      loyalty: random.bits(),
    };
  });
}

/** Two to four different subjects; the first has most. */
function drawMixture(random: Random, prior: readonly number[]): Float64Array {
  const left = [...prior];
  const mixture = new Float64Array(left.length);
  const shares = [
    [0.62, 0.38],
    [0.5, 0.3, 0.2],
    [0.4, 0.27, 0.2, 0.13],
  ][weighted(random, [3, 4, 3])]!;
  for (const share of shares) {
    const subject = weighted(random, left);
    mixture[subject] = share;
    left[subject] = 0;
  }
  return mixture;
}

/** Two moods loved, one avoided, the rest near zero. */
function drawMoods(random: Random): Record<Mood, number> {
  const order = random.shuffle(Uint32Array.from(MOOD_NAMES.keys()));
  return Object.fromEntries(
    MOOD_NAMES.map((mood, m) => [
      mood,
      (m === order[0] || m === order[1] ? 1.5 : m === order[2] ? -1.5 : 0) + 0.25 * random.normal(),
    ]),
  ) as Record<Mood, number>;
}

export function sharesOf(reader: Reader): Share[] {
  return SUBJECTS.map(({ name }, s) => ({ interest: name, share: reader.mixture[s]! }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share);
}
