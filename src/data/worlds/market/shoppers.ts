/**
 * The shoppers. What a session is for, its errand, is that of the good it opens with, and is over with it; the workshops a shopper buys from last, and give
 * way slowly. How much either counts is a habit, which the account shows.
 */
import { createRandom, type Random } from '../../random';
import { pick, shareEvents, weighted } from '../draw';
import { people } from '../people';
import { chancesOf, type Past, type Pull } from '../planted/clicks';
import { ERRANDS, WORKSHOPS, type Good } from './goods';

/** Share of the wanted clicks that follow the errand of the session; the rest is for the workshops of these weeks. */
export const HABITS: Readonly<Record<string, number>> = { 'by errand': .8, 'by and large': .5, 'by workshop': .2 };

export const ERRAND = 'errand';

export interface Shopper {
  id: string;
  name: string;
  country: string;
  habit: string;
  /** Noise. */
  bag: string;
  events: number;
  /** Hidden: workshops one after the other, neighbours different. */
  route: readonly number[];
}

const EVENTS_PER_SHOPPER = 36;
const MIN_EVENTS_OF_SHOPPER = 16;
/** Events from the day one workshop has all of the share to the day the next one has. */
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
  const route = [random.below(WORKSHOPS.length)];
  while (route.length < length) route.push((route.at(-1)! + 1 + random.below(WORKSHOPS.length - 1)) % WORKSHOPS.length);
  return route;
}

/** What draws a shopper: goods for the errand of the session, for any errand where it opens now, and those of two workshops, from one to the next. */
export function reasonsOf(goods: readonly Good[]): (shopper: Shopper, past: Past) => readonly Pull[] {
  const by = (count: number, of: (good: Good) => number): Float64Array[] =>
    Array.from({ length: count }, (_, value) => chancesOf(Float64Array.from(goods, (good) => (of(good) === value ? good.appeal : 0))));
  const [errands, workshops] = [by(ERRANDS.length, ({ errand }) => errand), by(WORKSHOPS.length, ({ workshop }) => workshop)];
  const any = chancesOf(Float64Array.from(goods, ({ errand }, i) => errands[errand]![i]!));
  return ({ habit, route }, { clicks, opens }) => {
    const at = clicks.length / TURN;
    const [old, next] = [route[Math.floor(at)]!, route[Math.floor(at) + 1]!];
    const share = HABITS[habit]!;
    const workshop = (w: number, part: number): Pull => ({ interest: WORKSHOPS[w]!, share: (1 - share) * part, chances: workshops[w]! });
    return [{ interest: ERRAND, share, chances: opens ? any : errands[errandOf(goods, clicks)]! }, workshop(old, 1 - (at % 1)), workshop(next, at % 1)];
  };
}

/** That of the good which the running session opened with. */
function errandOf(goods: readonly Good[], clicks: Past['clicks']): number {
  const { session } = clicks.at(-1)!;
  let first = clicks.length - 1;
  while (clicks[first - 1]?.session === session) first--;
  return goods[clicks[first]!.item]!.errand;
}
