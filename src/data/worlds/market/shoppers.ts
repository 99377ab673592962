/**
 * The shoppers. What a session is for, its errand, is the stall of the good it opens with, and is over with it; the six stalls a shopper likes best last,
 * and give way one after the other. Who shops by errand stays at one stall; who goes the round takes a good at each favourite stall in turn, so that where
 * the session has been says where it does not go. How much of either is a habit, which the account shows.
 */
import { createRandom, type Random } from '../../random';
import { pick, shareEvents, weighted } from '../draw';
import { people } from '../people';
import { chancesOf, type Past, type Pull } from '../planted/clicks';
import { chancesByShelf, type Good } from '../planted/goods';
import { STALLS } from './goods';

/** Share of the wanted clicks that follow the errand of the session; the rest goes round the favourite stalls of these weeks. */
export const HABITS: Readonly<Record<string, number>> = { 'by errand': .9, 'by and large': .5, 'by round': .1 };

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
const FAVOURITES = 6;
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

/** What draws a shopper: the stall of the session's errand, any stall where it opens now, and the favourites where it has not been, of which the oldest fades out and the newest in. */
export function reasonsOf(goods: readonly Good[]): (shopper: Shopper, past: Past) => readonly Pull[] {
  const stalls = chancesByShelf(STALLS, goods);
  const any = chancesOf(Float64Array.from(goods, ({ shelf }, i) => stalls[shelf]![i]!));
  return ({ habit, route }, { clicks, opens }) => {
    const at = clicks.length / TURN;
    const share = HABITS[habit]!;
    const been = opens ? [] : stallsOf(goods, clicks);
    const favourites = route.slice(Math.floor(at), Math.floor(at) + FAVOURITES + 1).map((stall, n) => ({ stall, part: n === 0 ? 1 - (at % 1) : n === FAVOURITES ? at % 1 : 1 }));
    const ahead = favourites.filter(({ stall }) => !been.includes(stall));
    // Who has been everywhere begins again.
    const round = ahead.some(({ part }) => part > 0) ? ahead : favourites;
    const whole = round.reduce((sum, { part }) => sum + part, 0);
    return [
      { interest: ERRAND, share, chances: opens ? any : stalls[been[0]!]! },
      ...round.map(({ stall, part }): Pull => ({ interest: `favourite: ${STALLS[stall]!.id}`, share: ((1 - share) * part) / whole, chances: stalls[stall]! })),
    ];
  };
}

/** Stalls of the goods of the running session, from the one it opened with. */
function stallsOf(goods: readonly Good[], clicks: Past['clicks']): number[] {
  const { session } = clicks.at(-1)!;
  return clicks.slice(clicks.findIndex((click) => click.session === session)).map(({ item }) => goods[item]!.shelf);
}
