/** The shows: a category on the page, and the circle of listeners that passes them on, which is written nowhere. */
import { createRandom, type Random } from '../../random';
import { pick, weighted } from '../draw';
import { phrase, slug, titleCase, type Slots } from '../phrase';

export interface Show {
  id: string;
  title: string;
  category: string;
  length: string;
  /** Noise. */
  artwork: string;
  /** Hidden: the circle that passes it on. */
  circle: number;
  /** Hidden: popularity, Zipf. */
  appeal: number;
}

export const CATEGORIES = ['talk', 'stories', 'science', 'music', 'crafts'];
/** Most of what is heard is of one category; the others have few shows and few events. */
const CATEGORY_WEIGHTS = [10, 4, 2.5, 2, 1.5];
const LENGTHS = ['a coffee', 'a commute', 'a long walk'];
const ARTWORKS = ['portrait', 'lettering', 'collage', 'waveform', 'landscape'];
const ZIPF = 0.6;
const SHOWS_PER_CIRCLE = 18;

const list = (text: string): string[] => text.split(' ');
const SLOTS: Slots = {
  tone: list(
    'accidental borrowed brief careful common crooked curious everyday forgotten friendly half-open honest kitchen late little local lost minor modest night northern ordinary other overdue patient plain private public restless second sideways slow small spare stubborn sunday unfinished unlikely upstairs',
  ),
  thing: list(
    'alphabet answers archive attic atlas bench bookmark broadcast bureau cabinet chapter club compass conversation corner desk detour diary dispatch errand footnotes frequency hour index inventory kettle ladder library lodger map margin matinee minutes museum neighbour notebook parcel pocket postcard practice question receipt rehearsal room signal sketch staircase supper telephone thread timetable toolbox tram window workshop',
  ),
  craft: list(
    'baking birding carpentry chess choirs comets dialects ferries fungi gardens glaciers handwriting houses insects islands languages lullabies machines maps markets memory mountains numbers orchards oceans pianos rivers sewing tides trains voices weather',
  ),
};
const TITLES = [
  'the {tone} {thing}',
  '{tone} {thing}',
  '{thing} of {craft}',
  '{craft} and other {craft}',
  'the {craft} {thing}',
  'notes on {craft}: the {thing}',
];

export function showCount(events: number): number {
  return Math.round(Math.min(720, 720 * (events / 24_000) ** 0.6));
}

export const circleCount = (shows: number): number => Math.max(8, Math.round(shows / SHOWS_PER_CIRCLE));

export function makeShows(seed: number, count: number): Show[] {
  const random = createRandom(seed, 'podcasts', 'shows');
  const circles = circleCount(count);
  const taken = new Set<string>();
  const places = random.shuffle(Uint32Array.from({ length: count }, (_, i) => i));
  return Array.from({ length: count }, (_, i): Show => ({
    ...titled(random, taken),
    category: CATEGORIES[weighted(random, CATEGORY_WEIGHTS)]!,
    length: pick(random, LENGTHS),
    artwork: pick(random, ARTWORKS),
    circle: i % circles,
    appeal: 1 / (places[i]! + 1) ** ZIPF,
  }));
}

function titled(random: Random, taken: Set<string>): { id: string; title: string } {
  for (;;) {
    const title = titleCase(phrase(random, pick(random, TITLES), SLOTS));
    const id = slug(title);
    if (taken.has(id)) continue;
    taken.add(id);
    return { id, title };
  }
}
