/** The shop's shelves: what every subject sounds like, costs and how many readers it has. */
import type { Slots } from '../phrase';
import { FICTION } from './fiction';
import { NONFICTION } from './nonfiction';

export interface Subject {
  name: string;
  /** Relative number of readers before segments shift it. */
  readers: number;
  /** Typical price. */
  price: number;
  /** Slots that stay the same through a series: its place, its detective. */
  anchors: readonly string[];
  titles: readonly string[];
  /** Patterns for the names of series of several volumes. */
  series: readonly string[];
  blurbs: readonly string[];
  slots: Slots;
}

export const SUBJECTS: readonly Subject[] = [...FICTION, ...NONFICTION];

/** What a book feels like. Two of these are printed on the back of every book, whatever its subject. */
export const MOODS = {
  wry: 'Dry, sly and very funny.',
  tender: 'Told with great tenderness.',
  bleak: 'A cold, unsparing book.',
  hopeful: 'It leaves you lighter than it found you.',
  strange: 'Nothing in it is quite what it seems.',
  brisk: 'It moves like a train.',
  unhurried: 'A slow book in the best sense.',
  learned: 'Deeply read, lightly worn.',
  intimate: 'As close as a voice in the next room.',
  grand: 'Built on a grand scale.',
} as const satisfies Record<string, string>;

export type Mood = keyof typeof MOODS;
export const MOOD_NAMES = Object.keys(MOODS) as Mood[];
