/**
 * The shoppers. A session has an errand, the stall of the good it opens with, and is over with it; the next one opens
 * at another of the stalls that the shopper likes best, which last, and give way one after the other. What decides the
 * next good is a habit, which the account shows: of who stays, the errand; of who looks in for a good or two, the
 * favourites, and not the stall of last time.
 */
import { createRandom, type Random } from '../../random';
import { pick, shareEvents, weighted } from '../draw';
import { people } from '../people';
import type { Past, Pull } from '../planted/clicks';
import { chancesByShelf, type Good } from '../planted/goods';
import { STALLS } from './goods';

/** Chance that a session goes on after each event. */
export const HABITS: Readonly<Record<string, number>> = { stays: 0.9, 'by turns': 0.6, 'looks in': 0.15 };

export const ERRAND = 'errand';
/** Share of the errand in the wanted clicks of a session that goes on; the rest is for the favourites. */
const ERRAND_SHARE = 0.9;

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
const FAVOURITES = 3;
const TURN = 24;
const BAGS = ['basket', 'net', 'rucksack', 'trolley'];

export function makeShoppers(seed: number, events: number): Shopper[] {
  const random = createRandom(seed, 'market', 'shoppers');
  const count = Math.max(20, Math.round(events / EVENTS_PER_SHOPPER));
  const counts = shareEvents(random, count, events, Math.min(MIN_EVENTS_OF_SHOPPER, Math.floor(events / count)));
  return people(createRandom(seed, 'market', 'names'), count).map((person, s) => ({
    ...person,
    habit: Object.keys(HABITS)[weighted(random, [1, 1, 1])]!,
    bag: pick(random, BAGS),
    events: counts[s]!,
    route: drawRoute(random, FAVOURITES + 1 + Math.floor(counts[s]! / TURN)),
  }));
}

function drawRoute(random: Random, length: number): number[] {
  const route: number[] = [];
  while (route.length < length)
    route.push(
      pick(
        random,
        [...STALLS.keys()].filter((stall) => !route.slice(-FAVOURITES).includes(stall)),
      ),
    );
  return route;
}

/**
 * What draws a shopper: where a session opens, the favourites, of which the oldest fades out and the newest in, but for
 * the stall of last time; from then on the stall it opened at.
 */
export function reasonsOf(goods: readonly Good[]): (shopper: Shopper, past: Past) => readonly Pull[] {
  const stalls = chancesByShelf(STALLS, goods);
  return ({ route }, { clicks, opens }) => {
    const at = clicks.length / TURN;
    const favourites = route
      .slice(Math.floor(at), Math.floor(at) + FAVOURITES + 1)
      .map((stall, n) => ({ stall, part: n === 0 ? 1 - (at % 1) : n === FAVOURITES ? at % 1 : 1 }));
    const errand = clicks.length === 0 ? null : errandOf(goods, clicks);
    const left = opens ? favourites.filter(({ stall }) => stall !== errand) : favourites;
    const whole = left.reduce((sum, { part }) => sum + part, 0);
    const share = opens ? 1 : 1 - ERRAND_SHARE;
    return [
      ...(opens ? [] : [{ interest: ERRAND, share: ERRAND_SHARE, chances: stalls[errand!]! }]),
      ...left.map(({ stall, part }): Pull => ({
        interest: `favourite: ${STALLS[stall]!.id}`,
        share: (share * part) / whole,
        chances: stalls[stall]!,
      })),
    ];
  };
}

/** Stall of the good that the last session opened with. */
function errandOf(goods: readonly Good[], clicks: Past['clicks']): number {
  const { session } = clicks.at(-1)!;
  return goods[clicks.find((click) => click.session === session)!.item]!.shelf;
}
