/** The people: each has two to six hobbies at once, some dear and some picked up now and then. */
import { createRandom } from '../../random';
import { pick, pickSome, shareEvents } from '../draw';
import { people } from '../people';
import { chancesOf, type Pull } from '../planted/clicks';
import { chancesByShelf, type Good } from '../planted/goods';
import { HOBBIES } from './goods';

export interface Maker {
  id: string;
  name: string;
  country: string;
  /** Noise. */
  newsletter: string;
  events: number;
  /** Hidden: hobbies by index, the dearest first, and their shares. */
  hobbies: readonly number[];
  shares: readonly number[];
}

const EVENTS_PER_MAKER = 24;
const MIN_EVENTS_OF_MAKER = 12;
const FEWEST_HOBBIES = 2;
const MOST_HOBBIES = 6;
/** Each hobby has this share of that of the next dearer one: of six, the last is still an event in sixteen. */
const FADES = 0.75;
const NEWSLETTERS = ['weekly', 'monthly', 'never'];

export function makeMakers(seed: number, events: number): Maker[] {
  const random = createRandom(seed, 'hobbies', 'makers');
  const count = Math.max(20, Math.round(events / EVENTS_PER_MAKER));
  const counts = shareEvents(random, count, events, Math.min(MIN_EVENTS_OF_MAKER, Math.floor(events / count)));
  return people(createRandom(seed, 'hobbies', 'names'), count).map((person, m) => {
    const hobbies = pickSome(
      random,
      HOBBIES.map((_, h) => h),
      FEWEST_HOBBIES + random.below(MOST_HOBBIES - FEWEST_HOBBIES + 1),
    );
    return {
      ...person,
      newsletter: pick(random, NEWSLETTERS),
      events: counts[m]!,
      hobbies,
      shares: [...chancesOf(Float64Array.from(hobbies, (_, n) => FADES ** n))],
    };
  });
}

/** What draws each maker: the goods of every hobby, by its share. */
export function leanings(goods: readonly Good[]): (maker: Maker) => readonly Pull[] {
  const chances = chancesByShelf(HOBBIES, goods);
  return ({ hobbies, shares }) =>
    hobbies.map((h, n): Pull => ({ interest: HOBBIES[h]!.id, share: shares[n]!, chances: chances[h]! }));
}
