/**
 * The customers, of three visible kinds: each kind chooses mostly by one thing, and what else is on record about the
 * moment hardly counts for it.
 */
import { createRandom } from '../../random';
import { pick, pickSome, shareEvents, weighted } from '../draw';
import { people } from '../people';
import { chancesOf, type Pull } from '../planted/clicks';
import { GROWERS, TABLES, WISHES, type Tea } from './teas';

/** What may decide a choice: the growers bought before, the wish told at the counter, the table that is laid today. */
export const REASONS = ['grower', 'wish', 'table'] as const;
export type Reason = (typeof REASONS)[number];

/** Shares of the wanted clicks. */
export const KINDS: Readonly<Record<string, Readonly<Record<Reason, number>>>> = {
  faithful: { grower: 0.8, wish: 0.15, table: 0.05 },
  'asks for advice': { grower: 0.05, wish: 0.8, table: 0.15 },
  'looks around': { grower: 0.15, wish: 0.05, table: 0.8 },
};

export interface Customer {
  id: string;
  name: string;
  kind: string;
  /** Noise. */
  pays: string;
  events: number;
  /** Hidden: growers the customer buys from, the first more often. */
  growers: readonly number[];
}

const EVENTS_PER_CUSTOMER = 16;
const MIN_EVENTS_OF_CUSTOMER = 6;
const FIRST_GROWER = 0.65;
const PAYS = ['cash', 'card', 'account', 'voucher'];

export function makeCustomers(seed: number, events: number): Customer[] {
  const random = createRandom(seed, 'teashop', 'customers');
  const count = Math.max(20, Math.round(events / EVENTS_PER_CUSTOMER));
  const counts = shareEvents(random, count, events, MIN_EVENTS_OF_CUSTOMER);
  const growers = GROWERS.map((_, g) => g);
  return people(createRandom(seed, 'teashop', 'names'), count).map((person, c) => ({
    ...person,
    events: counts[c]!,
    kind: Object.keys(KINDS)[weighted(random, [1, 1, 1])]!,
    pays: pick(random, PAYS),
    growers: pickSome(random, growers, 2),
  }));
}

/**
 * What draws a customer at a moment. Surroundings: the wish told, the table laid; whoever does not go by them has them
 * all the same.
 */
export function reasonsOf(
  teas: readonly Tea[],
): (customer: Customer, surroundings: readonly number[]) => readonly Pull[] {
  const by = (count: number, of: (tea: Tea) => number): Float64Array[] =>
    Array.from({ length: count }, (_, value) =>
      chancesOf(Float64Array.from(teas, (tea) => tea.appeal * (of(tea) === value ? 1 : FAINT))),
    );
  const grower = by(GROWERS.length, (tea) => tea.grower);
  const wish = by(WISHES.length, (tea) => tea.goodFor);
  const table = by(TABLES.length, (tea) => tea.table);
  return ({ kind, growers }, [told = 0, laid = 0]) => {
    const [first, second] = [grower[growers[0]!]!, grower[growers[1]!]!];
    const chances: Record<Reason, Float64Array> = {
      grower: first.map((x, i) => FIRST_GROWER * x + (1 - FIRST_GROWER) * second[i]!),
      wish: wish[told]!,
      table: table[laid]!,
    };
    return REASONS.map((interest): Pull => ({ interest, share: KINDS[kind]![interest], chances: chances[interest] }));
  };
}

/** What does not fit is taken a little, too: small shops have no tea for some wishes. */
const FAINT = 0.002;
