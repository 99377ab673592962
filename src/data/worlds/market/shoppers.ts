/**
 * The shoppers. What a session is for, its errand, is the stall of the good it opens with, and is over with it; the stalls a shopper likes best last, and
 * give way slowly. How much either counts is a habit, which the account shows. Both are stalls: what one says of the next good the other contradicts.
 */
import { createRandom, type Random } from '../../random';
import { pick, shareEvents, weighted } from '../draw';
import { people } from '../people';
import { chancesOf, type Past, type Pull } from '../planted/clicks';
import { chancesByShelf, type Good } from '../planted/goods';
import { STALLS } from './goods';

/** Share of the wanted clicks that follow the errand of the session; the rest is for the favourite stalls of these weeks. */
export const HABITS: Readonly<Record<string, number>> = { 'by errand': .8, 'by and large': .5, 'by favourite': .2 };

export const ERRAND = 'errand';

export interface Shopper {
  id: string;
  name: string;
  country: string;
  habit: string;
  /** Noise. */
  bag: string;
  events: number;
  /** Hidden: favourite stalls one after the other, neighbours different. */
  route: readonly number[];
}

const EVENTS_PER_SHOPPER = 36;
const MIN_EVENTS_OF_SHOPPER = 16;
/** Events from the day one favourite has all of the share to the day the next one has. */
const TURN = 20;
const BAGS = ['basket', 'net', 'rucksack', 'trolley'];

export function makeShoppers(seed: number, events: number): Shopper[] {
  const random = createRandom(seed, 'market', 'shoppers');
  const count = Math.max(20, Math.round(events / EVENTS_PER_SHOPPER));
  const counts = shareEvents(random, count, events, Math.min(MIN_EVENTS_OF_SHOPPER, Math.floor(events / count)));
  return people(createRandom(seed, 'market', 'names'), count).map((person, s) => ({
    ...person, habit: Object.keys(HABITS)[weighted(random, [1, 1, 1])]!, bag: pick(random, BAGS), events: counts[s]!, route: drawRoute(random, 2 + Math.floor(counts[s]! / TURN)),
  }));
}

function drawRoute(random: Random, length: number): number[] {
  const route = [random.below(STALLS.length)];
  while (route.length < length) route.push((route.at(-1)! + 1 + random.below(STALLS.length - 1)) % STALLS.length);
  return route;
}

/** What draws a shopper: the stall of the session's errand, any stall where it opens now, and two favourites, from one to the next. */
export function reasonsOf(goods: readonly Good[]): (shopper: Shopper, past: Past) => readonly Pull[] {
  const stalls = chancesByShelf(STALLS, goods);
  const any = chancesOf(Float64Array.from(goods, ({ shelf }, i) => stalls[shelf]![i]!));
  return ({ habit, route }, { clicks, opens }) => {
    const at = clicks.length / TURN;
    const [old, next] = [route[Math.floor(at)]!, route[Math.floor(at) + 1]!];
    const share = HABITS[habit]!;
    const favourite = (stall: number, part: number): Pull => ({ interest: `favourite: ${STALLS[stall]!.id}`, share: (1 - share) * part, chances: stalls[stall]! });
    return [{ interest: ERRAND, share, chances: opens ? any : stalls[errandOf(goods, clicks)]! }, favourite(old, 1 - (at % 1)), favourite(next, at % 1)];
  };
}

/** The stall of the good which the running session opened with. */
function errandOf(goods: readonly Good[], clicks: Past['clicks']): number {
  const { session } = clicks.at(-1)!;
  let first = clicks.length - 1;
  while (clicks[first - 1]?.session === session) first--;
  return goods[clicks[first]!.item]!.shelf;
}
