/** The cooks: what their account says of them, and the lasting half of their taste, which it does not. */
import { createRandom, type Random } from '../../random';
import { pick, pickSome, shareEvents, weighted } from '../draw';
import { people } from '../people';
import { INGREDIENTS } from './larder';
import type { Recipe } from './cookbook';

export type Diet = 'everything' | 'fish, no meat' | 'vegetarian';

export interface Cook {
  id: string;
  name: string;
  country: string;
  household: string;
  /** As the cook filled it in; four of ten left it empty. */
  declaredDiet: string;
  kitchen: string;
  /** Noise. */
  newsletterDay: string;
  events: number;
  /** Hidden, as is all below. */
  diet: Diet;
  /** Log of the minutes a weeknight allows. */
  patience: number;
  /** 0 to 3, the heat liked best. */
  heat: number;
  /** [INGREDIENTS] log odds for a recipe that contains it; most are 0. */
  opinions: Float64Array;
}

export const OCCASIONS = ['weeknight', 'weekend', 'guests'] as const;
export type Occasion = (typeof OCCASIONS)[number];

const EVENTS_PER_COOK = 22;
const MIN_EVENTS_OF_COOK = 6;
const HOUSEHOLDS = [
  { name: 'on my own', patience: 3.2 },
  { name: 'couple', patience: 3.6 },
  { name: 'family with children', patience: 3.1 },
  { name: 'shared flat', patience: 3.4 },
  { name: 'supper club', patience: 4.3 },
];
const KITCHENS = ['gas stove', 'induction hob', 'wood oven', 'two rings', 'camper van'];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];

/** Weights of the lasting taste, in units of log odds. */
const TASTE = { patience: 1.5, heat: 1.3, loved: 1.2, hated: -2 };
/** Ingredients a cook looks for, and cannot stand. */
const LOVED = 11;
const HATED = 5;
const PATIENCE_WIDTH = 0.45;
const MORE_TIME: Record<Occasion, number> = { weeknight: 0, weekend: 0.5, guests: 0.9 };

export function makeCooks(seed: number, events: number): Cook[] {
  const count = Math.max(20, Math.round(events / EVENTS_PER_COOK));
  const random = createRandom(seed, 'recipes', 'cooks');
  const counts = shareEvents(random, count, events, MIN_EVENTS_OF_COOK);
  return people(createRandom(seed, 'recipes', 'cook names'), count).map((person, c) =>
    drawCook(random, person, counts[c]!),
  );
}

function drawCook(random: Random, person: { id: string; name: string; country: string }, events: number): Cook {
  const household = HOUSEHOLDS[weighted(random, [2, 3, 3, 2, 0.6])]!;
  const diet = (['everything', 'fish, no meat', 'vegetarian'] as const)[weighted(random, [6, 1.5, 2.5])]!;
  const opinions = new Float64Array(INGREDIENTS.size);
  pickSome(random, [...opinions.keys()], LOVED + HATED).forEach((i, n) => {
    opinions[i] = n < LOVED ? TASTE.loved : TASTE.hated;
  });
  return {
    ...person,
    events,
    household: household.name,
    diet,
    declaredDiet: random.uniform() < 0.6 ? diet : '',
    kitchen: pick(random, KITCHENS),
    newsletterDay: pick(random, DAYS),
    patience: household.patience + 0.2 * random.normal(),
    heat: 3 * random.uniform(),
    opinions,
  };
}

/** What the cook always wants to eat: log odds of a recipe; -Infinity where the diet rules it out. */
export function foodTaste(cook: Cook, recipe: Recipe): number {
  if (cook.diet !== 'everything' && recipe.contains === 'meat') return -Infinity;
  if (cook.diet === 'vegetarian' && recipe.contains === 'fish') return -Infinity;
  let odds = -TASTE.heat * Math.abs(recipe.heat - cook.heat);
  for (const i of recipe.contents) odds += cook.opinions[i]!;
  return odds;
}

/** How well the minutes of a recipe suit the cook on this occasion: log odds. */
export function timeTaste(cook: Cook, minutes: number, occasion: Occasion): number {
  const late = (Math.log(minutes) - cook.patience - MORE_TIME[occasion]) / PATIENCE_WIDTH;
  return -TASTE.patience * 0.5 * Math.min(9, late * late);
}
