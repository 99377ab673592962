import { describe, expect, it } from 'vitest';
import { cells, chiSquarePerFreedom, generate, mainInterests, mean, roleColumn } from '../testing';

describe('the recipe box', () => {
  const world = generate('recipes', 5, 12_000);
  const cuisine = new Map(cells(world.items, 'recipe').map((recipe, i) => [recipe, cells(world.items, 'cuisine')[i]!]));
  const cooks = roleColumn(world, 'user');
  const taken = roleColumn(world, 'item');
  const byCook = new Map<string, string[]>();
  cooks.forEach((cook, row) => byCook.set(cook, [...(byCook.get(cook) ?? []), taken[row]!]));
  /** Mean over all pairs of events of a cook that lie `lag` events apart. */
  const meanOverPairs = (lag: number, holds: (recipe: string, before: string) => boolean): number =>
    mean(
      [...byCook.values()].flatMap((recipes) =>
        recipes.slice(lag).map((recipe, i) => Number(holds(recipe, recipes[i]!))),
      ),
    );

  it('drifts: the newest event tells the cuisine of the next, an old one hardly', () => {
    const same = (lag: number): number =>
      meanOverPairs(lag, (recipe, before) => cuisine.get(recipe) === cuisine.get(before));
    expect(same(1)).toBeGreaterThan(0.55);
    expect(same(12)).toBeLessThan(0.3);
  });

  it('uses up what the last recipe left over', () => {
    const ingredients = new Map(
      cells(world.items, 'recipe').map((recipe, i) => [
        recipe,
        new Set(cells(world.items, 'ingredients')[i]!.split('|')),
      ]),
    );
    const shared = (lag: number): number =>
      meanOverPairs(lag, (recipe, before) =>
        [...ingredients.get(recipe)!].some((name) => ingredients.get(before)!.has(name)),
      );
    expect(shared(1)).toBeGreaterThan(shared(4) + 0.15);
  });

  it('keeps meat from the vegetarians, stray clicks aside', () => {
    const diet = new Map(cells(world.users, 'cook').map((cook, i) => [cook, cells(world.users, 'diet')[i]!]));
    const meat = new Set(['chicken', 'lamb', 'pork', 'duck', 'beef', 'veal', 'sausage', 'turkey', 'rabbit', 'venison']);
    const main = new Map(
      cells(world.items, 'recipe').map((recipe, i) => [recipe, cells(world.items, 'ingredients')[i]!.split('|')[0]!]),
    );
    const share = (of: string): number =>
      mean(
        cooks.flatMap((cook, row) =>
          diet.get(cook) === of && world.truth.stray[row] === 0 ? [Number(meat.has(main.get(taken[row]!)!))] : [],
        ),
      );
    expect(share('vegetarian')).toBe(0);
    expect(share('everything')).toBeGreaterThan(0.15);
  });

  it('says nothing of taste in its noise columns', () => {
    expect(chiSquarePerFreedom(cells(world.users, 'newsletter_day'), mainInterests(world))).toBeLessThan(1.6);
    expect(chiSquarePerFreedom(cells(world.items, 'card_colour'), cells(world.items, 'cuisine'))).toBeLessThan(1.5);
    expect(chiSquarePerFreedom(cells(world.items, 'photo_backdrop'), cells(world.items, 'cuisine'))).toBeLessThan(1.5);
  });
});
