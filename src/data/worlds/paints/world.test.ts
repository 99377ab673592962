import { describe, expect, it } from 'vitest';
import { cells, informationBeyondChance, perEvent } from '../testing';
import { PIGMENTS_OF_RECIPE } from './demands';
import paints from './world';

const world = paints.generate({ events: 24_000, seed: 11 });
const told = (user: string, item: string): number =>
  informationBeyondChance(perEvent(world, 'user', user), perEvent(world, 'item', item));

describe('the paint shop', () => {
  it('lets the finish decide more than the surface', () => {
    expect(told('trade', 'finish')).toBeGreaterThan(0.5);
    expect(told('job', 'surface')).toBeGreaterThan(0.25);
    expect(told('job', 'surface')).toBeLessThan(0.6);
  });

  it.each(['van', 'invoice_day'])('says nothing of a paint by %s', (column) => {
    for (const item of ['finish', 'surface', 'lid', 'shelf'])
      expect(Math.abs(told(column, item)), item).toBeLessThan(0.003);
  });

  it.each(['lid', 'shelf'])('says nothing of a painter by %s', (column) => {
    // A popular paint has some lid by chance.
    for (const user of ['trade', 'job']) expect(Math.abs(told(user, column)), user).toBeLessThan(0.03);
  });

  it('tells the finish once more by the recipe, in many rare values', () => {
    const finishes = cells(world.items, 'finish');
    const recipes = cells(world.items, 'recipe').map((recipe) => recipe.split('|'));
    const finishOf = new Map<string, Set<string>>();
    recipes.forEach((recipe, paint) => {
      expect(new Set(recipe).size).toBe(PIGMENTS_OF_RECIPE);
      for (const pigment of recipe) finishOf.set(pigment, (finishOf.get(pigment) ?? new Set()).add(finishes[paint]!));
    });
    expect(finishOf.size).toBeGreaterThan(300);
    for (const [pigment, of] of finishOf) expect(of.size, pigment).toBe(1);
  });

  it('knows of every field how much it decides', () => {
    const { truth, roles } = world;
    const fields = [...roles.items!, ...roles.users!]
      .filter(({ role }) => role === 'field')
      .map(({ column }) => column);
    expect(Object.keys(truth.fields!).toSorted()).toEqual(fields.toSorted());
    expect(truth.fields).toMatchObject({ trade: 1, finish: 1, recipe: 1, van: 0, lid: 0 });
    expect(truth.fields!['surface']).toBe(truth.fields!['job']);
    expect(truth.fields!['surface']).toBeLessThan(1);
  });
});
