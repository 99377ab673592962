/** The recipes: every title names what is in the pot. */
import { createRandom, type Random } from '../../random';
import { pick, pickSome, weighted } from '../draw';
import { people } from '../people';
import { phrase, slug, titleCase } from '../phrase';
import { CUISINES, ingredient, type Cuisine } from './larder';

export interface Recipe {
  id: string;
  title: string;
  /** Index into CUISINES. */
  cuisine: number;
  course: string;
  ingredients: readonly string[];
  /** Places of the ingredients in the larder. */
  contents: Uint16Array;
  contains: 'meat' | 'fish' | 'neither';
  minutes: number;
  effort: string;
  /** Index into HEATS. */
  heat: number;
  author: string;
  method: string;
  /** Noise. */
  card: string;
  /** Noise. */
  photo: string;
  /** Hidden: popularity within the cuisine, Zipf. */
  appeal: number;
}

export interface Cookbook {
  recipes: readonly Recipe[];
  /** Recipe indices by cuisine. */
  chapters: readonly Uint32Array[];
}

export const HEATS = ['mild', 'gentle', 'hot', 'fiery'];
const ZIPF = 0.7;
const COURSES = ['main', 'main', 'main', 'starter', 'soup or salad', 'lunch'];
const EFFORTS = ['easy', 'some skill', 'a project'];
const CARDS = ['butter yellow', 'sky', 'brick', 'mint green', 'lilac', 'white'];
const PHOTOS = ['marble', 'oak board', 'linen', 'zinc', 'blue tile', 'no photo'];
const TITLES = [
  '{technique} {main} with {side} and {seasoning}',
  '{main} and {side} {dish}',
  '{main} {dish} with {seasoning}',
  '{technique} {main}, {side} and {seasoning}',
  '{seasoning} {main} with {side}',
  '{dish} of {main} and {side}',
  '{side} {dish} with {technique} {main}',
  '{main}, {side} and {seasoning} {dish}',
];
/** Minutes a recipe may take. */
export const TIMES = [12, 15, 20, 25, 30, 35, 40, 50, 60, 75, 90, 120, 180];

export function recipeCount(events: number): number {
  return Math.round(Math.min(6000, 330 * (events / 4000) ** 0.78));
}

export function makeCookbook(seed: number, count: number): Cookbook {
  const random = createRandom(seed, 'recipes', 'cookbook');
  const authors = people(createRandom(seed, 'recipes', 'authors'), Math.ceil(count / 9)).map(({ name }) => name);
  const total = CUISINES.reduce((sum, { share }) => sum + Math.sqrt(share), 0);
  const taken = new Set<string>();
  const recipes: Recipe[] = [];
  let due = 0;
  CUISINES.forEach((cuisine, c) => {
    due += (Math.sqrt(cuisine.share) / total) * count;
    while (recipes.length < Math.round(due)) recipes.push(invent(random, cuisine, c, authors, taken));
  });
  const chapters = CUISINES.map((_, c) => Uint32Array.from(recipes.keys()).filter((r) => recipes[r]!.cuisine === c));
  for (const chapter of chapters)
    random.shuffle(chapter.slice()).forEach((r, rank) => {
      recipes[r]!.appeal = 1 / (rank + 1) ** ZIPF;
    });
  return { recipes, chapters };
}

function invent(random: Random, cuisine: Cuisine, c: number, authors: readonly string[], taken: Set<string>): Recipe {
  for (;;) {
    const main = pick(random, cuisine.mains);
    const [side, other] = pickSome(
      random,
      cuisine.sides.filter((name) => name !== main),
      2,
    ) as [string, string];
    const [seasoning, spice] = pickSome(random, cuisine.seasonings, 2) as [string, string];
    const slots = { ...cuisine.words, main: [main], side: [side], seasoning: [seasoning] };
    const title = titleCase(phrase(random, pick(random, TITLES), slots));
    if (taken.has(slug(title))) continue;
    taken.add(slug(title));
    const ingredients = [main, side, ...(random.uniform() < 0.6 ? [other] : []), seasoning, spice];
    const kinds = ingredients.map((name) => ingredient(name).kind);
    const minutes =
      TIMES[
        Math.min(TIMES.length - 1, Math.max(0, Math.round(5 + 2.6 * random.normal() + (kinds[0] === 'meat' ? 1.5 : 0))))
      ]!;
    const heat = Math.min(3, Math.max(0, Math.round(cuisine.heat + 0.8 * random.normal())));
    return {
      id: slug(title),
      title,
      cuisine: c,
      course: pick(random, COURSES),
      ingredients,
      contents: Uint16Array.from(ingredients, (name) => ingredient(name).index),
      contains: kinds.includes('meat') ? 'meat' : kinds.includes('fish') ? 'fish' : 'neither',
      minutes,
      effort: EFFORTS[weighted(random, minutes < 30 ? [6, 2, 0.3] : minutes < 75 ? [3, 4, 1] : [1, 3, 4])]!,
      heat,
      author: pick(random, authors),
      method: `${pickSome(random, cuisine.words.step!, 2).join('. ')}. Add the ${side} and the ${seasoning}, and let the ${main} rest.`,
      card: pick(random, CARDS),
      photo: pick(random, PHOTOS),
      appeal: 0,
    };
  }
}
