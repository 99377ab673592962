/**
 * The frame of the small worlds that each plant one effect: when people come, what a stray click is, what a click
 * shows. A world says what draws a person; its log is drawn from these chances and the truth reports them, so the two
 * cannot disagree.
 */
import { createRandom, type Random } from '../../random';
import { weighted } from '../draw';
import type { Share, Truth } from '../world';

/** Something that draws a person, with its share of the person's wanted clicks. */
export interface Pull extends Share {
  /** [items] chance of each item, sums to 1. */
  chances: Float64Array;
}

export interface Planted {
  id: string;
  seed: number;
  people: readonly { id: string; events: number }[];
  items: readonly { id: string }[];
  /** [items] weight of each for a stray click. */
  shopWindow: Float64Array;
  /** What a person finds or says when an event happens: values of the context columns, by place in their lists. */
  surroundings?(random: Random): readonly number[];
  /** Shares sum to 1. What was taken before is left out here as little as stray clicks are. */
  pulls(person: number, surroundings: readonly number[], past: Past): readonly Pull[];
  /**
   * Chance that a session of a person goes on after each event; 0.7 where it is not given: a little more than three
   * events on average.
   */
  goesOn?(person: number): number;
  /** What a wanted click shows of the interest that led to it; `SHOWN` where it is not given. */
  shows?(interest: string): Shown;
}

/** Of the clicks of an interest. */
export interface Shown {
  /** Median seconds beyond the first twelve. */
  stay: number;
  /** Share that is liked. */
  liked: number;
}
export const SHOWN: Shown = { stay: 60, liked: 0.35 };

/** What a person did so far. */
export interface Past {
  clicks: readonly Click[];
  /** Whether the next click opens a session. */
  opens: boolean;
  /** Moment of the next click: ms since the epoch. */
  time: number;
}

export interface Click {
  person: number;
  item: number;
  /** ms since the epoch, whole seconds; all different within a person. */
  time: number;
  /** Session number within the person. */
  session: number;
  surroundings: readonly number[];
  interest: string;
  stray: boolean;
  /** Seconds. */
  dwell: number;
  liked: boolean;
}

/** A click without regard to taste. */
const STRAY = 0.05;
const DAY = 86_400_000;
export const FIRST_DAY = Date.UTC(2024, 2, 4);
const HOURS = [9, 12, 13, 17, 18, 19, 20, 21];
const HOUR_WEIGHTS = [1, 2, 1.5, 2, 3, 4, 4, 2];
const GOES_ON = 0.7;

/** Clicks by person, each in order of time. */
export function drawClicks(world: Planted): Click[][] {
  return world.people.map((_, person) => clicksOf(world, person));
}

function clicksOf(world: Planted, person: number): Click[] {
  const { id, events } = world.people[person]!;
  const random = createRandom(world.seed, world.id, 'clicks', id);
  const taken = new Uint8Array(world.items.length);
  const clicks: Click[] = [];
  let day = random.below(150);
  for (let session = 0; clicks.length < events; session++, day += 1 + Math.floor(-6 * Math.log(1 - random.uniform()))) {
    let time = FIRST_DAY + day * DAY + HOURS[weighted(random, HOUR_WEIGHTS)]! * 3_600_000 + random.below(3600) * 1000;
    for (
      let opens = true;
      clicks.length < events && (opens || random.uniform() < (world.goesOn?.(person) ?? GOES_ON));
      opens = false
    ) {
      const surroundings = world.surroundings?.(random) ?? [];
      const pulls = world.pulls(person, surroundings, { clicks, opens, time });
      const wanted = wantedChances(pulls, taken);
      const stray = random.uniform() < STRAY || wanted.every((x) => x === 0);
      const item = weighted(random, stray ? windowChances(world, taken) : wanted);
      // Which pull it was is drawn after the fact: where two lead to one item, either may have.
      const led = pulls.map(({ share, chances }) => share * chances[item]!);
      const interest =
        pulls[weighted(random, led.some((x) => x > 0) ? led : pulls.map(({ share }) => share))]!.interest;
      const { stay, liked } = world.shows?.(interest) ?? SHOWN;
      const dwell = stray
        ? 2 + random.below(8)
        : Math.round(Math.min(900, 12 + stay * Math.exp(0.6 * random.normal())));
      clicks.push({
        person,
        item,
        time,
        session,
        surroundings,
        interest,
        stray,
        dwell,
        liked: random.uniform() < (stray ? 0.01 : liked),
      });
      taken[item] = 1;
      time += (dwell + 5 + random.below(90)) * 1000;
    }
  }
  return clicks;
}

/** Chance of each item for a wanted click, without what was taken: sums to 1, or is all 0 where nothing is left. */
function wantedChances(pulls: readonly Pull[], taken: Uint8Array): Float64Array {
  const sum = new Float64Array(taken.length);
  for (const { share, chances } of pulls) for (let i = 0; i < sum.length; i++) sum[i]! += share * chances[i]!;
  return without(sum, taken);
}

const windowChances = ({ shopWindow }: Planted, taken: Uint8Array): Float64Array => without(shopWindow.slice(), taken);

function without(weights: Float64Array, taken: Uint8Array): Float64Array {
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    if (taken[i]) weights[i] = 0;
    total += weights[i]!;
  }
  if (total > 0) for (let i = 0; i < weights.length; i++) weights[i]! /= total;
  return weights;
}

/** Weights divided by their sum. @throws RangeError where nothing has weight */
export function chancesOf(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, x) => sum + x, 0);
  if (!(total > 0)) throw new RangeError(`chancesOf: none of the ${weights.length} weights is above 0`);
  return weights.map((x) => x / total);
}

/** @param clicks by person; @param rows all clicks in the order of the log */
export function plantedTruth(world: Planted, clicks: readonly (readonly Click[])[], rows: readonly Click[]): Truth {
  const index = new Map(world.people.map(({ id }, person) => [id, person]));
  const find = (userId: string): number => {
    const person = index.get(userId);
    if (person === undefined) throw new Error(`${world.id}: no user "${userId}" among ${world.people.length}`);
    return person;
  };
  return {
    items: world.items.map(({ id }) => id),
    eventInterest: rows.map(({ interest }) => interest),
    stray: Uint8Array.from(rows, ({ stray }) => Number(stray)),
    interests: (userId) =>
      world
        .pulls(find(userId), [], { clicks: [], opens: true, time: FIRST_DAY })
        .map(({ interest, share }) => ({ interest, share }))
        .sort((a, b) => b.share - a.share),
    score(userId, time) {
      const person = find(userId);
      const own = clicks[person]!;
      const taken = new Uint8Array(world.items.length);
      let n = 0;
      for (; n < own.length && own[n]!.time < time; n++) taken[own[n]!.item] = 1;
      // After the last event its surroundings are taken to last, and a session begins; nothing was drawn there that
      // could be known.
      const opens = own[n]?.session !== own[n - 1]?.session || n === own.length;
      const past = { clicks: own.slice(0, n), opens, time };
      const wanted = wantedChances(world.pulls(person, own[Math.min(n, own.length - 1)]!.surroundings, past), taken);
      const share = wanted.every((x) => x === 0) ? 0 : 1 - STRAY;
      return Float32Array.from(windowChances(world, taken), (x, i) => share * wanted[i]! + (1 - share) * x);
    },
  };
}
