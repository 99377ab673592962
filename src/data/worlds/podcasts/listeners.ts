/** The listeners: few events each, most of them from the circle of friends they swap shows with. */
import { createRandom } from '../../random';
import { pick, pickSome, shareEvents } from '../draw';
import { people } from '../people';
import { chancesOf, type Pull } from '../planted/clicks';
import { circleCount, CATEGORIES, type Show } from './shows';

export interface Listener {
  id: string;
  name: string;
  country: string;
  category: string;
  /** Noise. */
  player: string;
  events: number;
  /** Hidden: the circle of the listener, and one of an acquaintance. */
  circles: readonly number[];
}

const EVENTS_PER_LISTENER = 9;
const MIN_EVENTS_OF_LISTENER = 5;
/** Shares of the listener's circle and of the acquaintance's; what is left falls to any show of the category. */
const SHARES = [0.65, 0.2];
const PLAYERS = ['phone', 'car', 'kitchen radio', 'computer'];

export function makeListeners(seed: number, events: number, shows: number): Listener[] {
  const random = createRandom(seed, 'podcasts', 'listeners');
  const count = Math.max(20, Math.round(events / EVENTS_PER_LISTENER));
  const counts = shareEvents(random, count, events, MIN_EVENTS_OF_LISTENER);
  const circles = Array.from({ length: circleCount(shows) }, (_, c) => c);
  return people(createRandom(seed, 'podcasts', 'names'), count).map((person, l) => ({
    ...person,
    events: counts[l]!,
    category: pick(random, CATEGORIES),
    player: pick(random, PLAYERS),
    circles: pickSome(random, circles, SHARES.length),
  }));
}

/** What draws each listener: the shows of the own circle, some of another, and now and then any of the category. */
export function hearsay(shows: readonly Show[]): (listener: Listener) => readonly Pull[] {
  const where = (holds: (show: Show) => boolean): Float64Array =>
    chancesOf(Float64Array.from(shows, (show) => (holds(show) ? show.appeal : 0)));
  const byCircle = Array.from({ length: circleCount(shows.length) }, (_, c) => where(({ circle }) => circle === c));
  const byCategory = new Map(CATEGORIES.map((category) => [category, where((show) => show.category === category)]));
  const rest = 1 - SHARES.reduce((sum, share) => sum + share, 0);
  return ({ circles, category }) => [
    ...circles.map((c, n): Pull => ({ interest: `circle ${c + 1}`, share: SHARES[n]!, chances: byCircle[c]! })),
    { interest: category, share: rest, chances: byCategory.get(category)! },
  ];
}
