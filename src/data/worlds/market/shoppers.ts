/**
 * The shoppers. What a session is for, its errand, is the stall of the good it opens with, and is over with it; the four stalls a shopper likes best last,
 * and give way one after the other. How much either counts is a habit, which the account shows. An errand shows in a few goods of the session and nowhere
 * else; four favourites show in many goods, more than a session has.
 */
import { createRandom, type Random } from '../../random';
import { pick, shareEvents, weighted } from '../draw';
import { people } from '../people';
import { chancesOf, type Past, type Pull } from '../planted/clicks';
import { chancesByShelf, type Good } from '../planted/goods';
import { STALLS } from './goods';

/** Share of the wanted clicks that follow the errand of the session; the rest is for the favourite stalls of these weeks. */
export const HABITS: Readonly<Record<string, number>> = { 'by errand': .9, 'by and large': .5, 'by favourite': .1 };

export const ERRAND = 'errand';

export interface Shopper {
  id: string;
  name: string;
  country: string;
  habit: string;
  /** Noise. */
  bag: string;
  events: number;
  /** Hidden: favourite stalls in the order in which they come up; any that are liked at one time are different. */
  route: readonly number[];
}

const EVENTS_PER_SHOPPER = 36;
const MIN_EVENTS_OF_SHOPPER = 16;
/** Favourites at a time, and events in which the oldest of them gives way to a new one. */
const FAVOURITES = 4;
const TURN = 12;
const BAGS = ['basket', 'net', 'rucksack', 'trolley'];

export function makeShoppers(seed: number, events: number): Shopper[] {
  const random = createRandom(seed, 'market', 'shoppers');
  const count = Math.max(20, Math.round(events / EVENTS_PER_SHOPPER));
  const counts = shareEvents(random, count, events, Math.min(MIN_EVENTS_OF_SHOPPER, Math.floor(events / count)));
  return people(createRandom(seed, 'market', 'names'), count).map((person, s) => ({
    ...person, habit: Object.keys(HABITS)[weighted(random, [1, 1, 1])]!, bag: pick(random, BAGS), events: counts[s]!, route: drawRoute(random, FAVOURITES + 1 + Math.floor(counts[s]! / TURN)),
  }));
}

function drawRoute(random: Random, length: number): number[] {
  const route: number[] = [];
  while (route.length < length) route.push(pick(random, [...STALLS.keys()].filter((stall) => !route.slice(-FAVOURITES).includes(stall))));
  return route;
}

/** What draws a shopper: the stall of the session's errand, any stall where it opens now, and the favourites, of which the oldest fades out and the newest in. */
export function reasonsOf(goods: readonly Good[]): (shopper: Shopper, past: Past) => readonly Pull[] {
  const stalls = chancesByShelf(STALLS, goods);
  const any = chancesOf(Float64Array.from(goods, ({ shelf }, i) => stalls[shelf]![i]!));
  return ({ habit, route }, { clicks, opens }) => {
    const at = clicks.length / TURN;
    const share = HABITS[habit]!;
    const favourites = route.slice(Math.floor(at), Math.floor(at) + FAVOURITES + 1).map((stall, n): Pull => {
      const part = n === 0 ? 1 - (at % 1) : n === FAVOURITES ? at % 1 : 1;
      return { interest: `favourite: ${STALLS[stall]!.id}`, share: ((1 - share) * part) / FAVOURITES, chances: stalls[stall]! };
    });
    return [{ interest: ERRAND, share, chances: opens ? any : stalls[errandOf(goods, clicks)]! }, ...favourites];
  };
}

/** The stall of the good which the running session opened with. */
function errandOf(goods: readonly Good[], clicks: Past['clicks']): number {
  const { session } = clicks.at(-1)!;
  let first = clicks.length - 1;
  while (clicks[first - 1]?.session === session) first--;
  return goods[clicks[first]!.item]!.shelf;
}
