/**
 * The people: each furnishes one or two rooms, and stays with what belongs there. A good half of the clicks
 * follow a red price tag, whatever hangs from it, and are over in seconds.
 */
import { createRandom } from '../../random';
import { pick, pickSome, shareEvents } from '../draw';
import { people } from '../people';
import { SHOWN, type Pull, type Shown } from '../planted/clicks';
import { chancesByShelf, type Good } from '../planted/goods';
import { ROOMS, tagChances } from './goods';

/** What such a click is led by. */
export const RED_TAG = 'red tag';
const RED_SHARE = 0.5;
const MOST_ROOMS = 2;

export interface Browser {
  id: string;
  name: string;
  country: string;
  /** Noise. */
  paysBy: string;
  events: number;
  /** Hidden: by index. */
  rooms: readonly number[];
}

const EVENTS_PER_BROWSER = 24;
const MIN_EVENTS_OF_BROWSER = 12;
const PAYS_BY = ['card', 'cash', 'invoice'];

export function makeBrowsers(seed: number, events: number): Browser[] {
  const random = createRandom(seed, 'bargains', 'browsers');
  const count = Math.max(20, Math.round(events / EVENTS_PER_BROWSER));
  const counts = shareEvents(random, count, events, Math.min(MIN_EVENTS_OF_BROWSER, Math.floor(events / count)));
  return people(createRandom(seed, 'bargains', 'names'), count).map((person, b) => ({
    ...person,
    paysBy: pick(random, PAYS_BY),
    events: counts[b]!,
    rooms: pickSome(random, [...ROOMS.keys()], 1 + random.below(MOST_ROOMS)),
  }));
}

/** What draws a browser: the red tags, and as much the rooms, each alike. */
export function leanings(goods: readonly Good[]): (browser: Browser) => readonly Pull[] {
  const rooms = chancesByShelf(ROOMS, goods);
  const tags: Pull = { interest: RED_TAG, share: RED_SHARE, chances: tagChances(goods) };
  return ({ rooms: own }) => [
    tags,
    ...own.map((r): Pull => ({
      interest: ROOMS[r]!.id,
      share: (1 - RED_SHARE) / own.length,
      chances: rooms[r]!,
    })),
  ];
}

/** Who follows a tag looks at it and goes on. */
export const shows = (interest: string): Shown => (interest === RED_TAG ? { stay: 2, liked: 0.02 } : SHOWN);
