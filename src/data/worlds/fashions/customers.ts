/**
 * The customers: each likes a few shelves. Of a shelf, those who read the fashion paper take what is in fashion that
 * week, the others what they would have taken in any week.
 */
import { createRandom } from '../../random';
import { pick, pickSome, shareEvents } from '../draw';
import { people } from '../people';
import { chancesOf, type Pull } from '../planted/clicks';
import { fashionOf, SHELVES, type Garment } from './goods';

/** By what a customer reads: the power of the fashion in what draws them. */
export const FOLLOWS: Readonly<Record<string, number>> = { 'fashion paper': 1, almanac: 0 };

export interface Customer {
  id: string;
  name: string;
  country: string;
  reads: string;
  /** Noise. */
  paysBy: string;
  events: number;
  /** Hidden: shelves by index, the dearest first, and their shares. */
  shelves: readonly number[];
  shares: readonly number[];
}

const EVENTS_PER_CUSTOMER = 14;
const MIN_EVENTS_OF_CUSTOMER = 8;
const FEWEST_SHELVES = 2;
const MOST_SHELVES = 4;
/** Each shelf has this share of that of the next dearer one. */
const FALLS = 0.7;
const PAYS_BY = ['card', 'cash', 'invoice'];

export function makeCustomers(seed: number, events: number): Customer[] {
  const random = createRandom(seed, 'fashions', 'customers');
  const count = Math.max(20, Math.round(events / EVENTS_PER_CUSTOMER));
  const counts = shareEvents(random, count, events, Math.min(MIN_EVENTS_OF_CUSTOMER, Math.floor(events / count)));
  return people(createRandom(seed, 'fashions', 'names'), count).map((person, c) => {
    const shelves = pickSome(
      random,
      [...SHELVES.keys()],
      FEWEST_SHELVES + random.below(MOST_SHELVES - FEWEST_SHELVES + 1),
    );
    return {
      ...person,
      reads: pick(random, Object.keys(FOLLOWS)),
      paysBy: pick(random, PAYS_BY),
      events: counts[c]!,
      shelves,
      shares: [...chancesOf(Float64Array.from(shelves, (_, n) => FALLS ** n))],
    };
  });
}

/** What draws a customer at a moment: of each shelf they like, appeal x fashion^(how much they follow it). */
export function leanings(garments: readonly Garment[]): (customer: Customer, time: number) => readonly Pull[] {
  const onShelf = SHELVES.map((_, own) => [...garments.keys()].filter((g) => garments[g]!.shelf === own));
  return ({ shelves, shares, reads }, time) =>
    shelves.map((own, n) => {
      const goods = onShelf[own]!;
      const chances = new Float64Array(garments.length);
      chancesOf(
        Float64Array.from(goods, (g) => garments[g]!.appeal * fashionOf(garments[g]!, time) ** FOLLOWS[reads]!),
      ).forEach((chance, at) => (chances[goods[at]!] = chance));
      return { interest: SHELVES[own]!.id, share: shares[n]!, chances };
    });
}
