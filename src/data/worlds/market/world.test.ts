import { describe, expect, it } from 'vitest';
import { cells, informationBeyondChance, perEvent } from '../testing';
import market from './world';

const world = market.generate({ events: 24_000, seed: 11 });
const [shoppers, sessions] = [cells(world.log, 'shopper'), cells(world.log, 'session')];
const [stalls, habits] = [perEvent(world, 'item', 'stall'), perEvent(world, 'user', 'habit')];
const byShopper = new Map<string, number[]>();
shoppers.forEach((shopper, row) => byShopper.set(shopper, [...(byShopper.get(shopper) ?? []), row]));
const mean = (values: readonly boolean[]): number => values.filter(Boolean).length / values.length;

/** Of every event that does not open a session, the row that does. */
const openers = [...byShopper.values()].flatMap((rows) => {
  let first = rows[0]!;
  return rows.flatMap((row) => {
    if (sessions[row] !== sessions[first]) first = row;
    return row === first ? [] : [[row, first] as const];
  });
});

describe('the market hall', () => {
  it.each([['by errand', 0.9], ['by and large', 0.5], ['by favourite', 0.1]])('lets the errand of the session decide for those who shop %s in %f of their wanted clicks', (habit, share) => {
    const wanted = openers.filter(([row]) => habits[row] === habit && world.truth.stray[row] === 0);
    const errand = wanted.filter(([row]) => world.truth.eventInterest[row] === 'errand');
    expect(mean(errand.map(([row, first]) => stalls[row] === stalls[first]))).toBe(1);
    expect(Math.abs(errand.length / wanted.length - share)).toBeLessThan(0.05);
  });

  it('ends an errand with its session: the next one of those who shop by errand opens elsewhere', () => {
    const starts = [...byShopper.values()].filter(([row]) => habits[row!] === 'by errand').map((rows) => rows.filter((row, n) => n === 0 || sessions[row] !== sessions[rows[n - 1]!]));
    const pairs = starts.flatMap((rows) => rows.slice(1).map((row, n) => [row, rows[n]!] as const));
    expect(pairs.length).toBeGreaterThan(800);
    expect(mean(pairs.map(([row, before]) => stalls[row] === stalls[before]))).toBeLessThan(0.2);
    expect(mean(openers.filter(([row]) => habits[row] === 'by errand').map(([row, first]) => stalls[row] === stalls[first]))).toBeGreaterThan(0.7);
  });

  it('lets favourites last over sessions and give way slowly', () => {
    const same = (lag: number): number => mean([...byShopper.values()].flatMap((rows) => (habits[rows[0]!] === 'by favourite' ? rows.slice(lag).flatMap((row, n) => (sessions[row] === sessions[rows[n]!] ? [] : [stalls[row] === stalls[rows[n]!]])) : [])));
    expect(same(6)).toBeGreaterThan(0.15);
    expect(same(20)).toBeGreaterThan(0.1);
    expect(same(40)).toBeLessThan(0.08);
  });

  it('spreads favourites over several stalls at a time, of which a session shows some', () => {
    const favourites = [...byShopper.values()].map((rows) => rows.filter((row) => habits[row] === 'by favourite' && world.truth.eventInterest[row] !== 'errand' && world.truth.stray[row] === 0));
    const pairs = favourites.flatMap((rows) => rows.slice(1).flatMap((row, n) => (sessions[row] === sessions[rows[n]!] ? [stalls[row] === stalls[rows[n]!]] : [])));
    expect(pairs.length).toBeGreaterThan(1000);
    expect(Math.abs(mean(pairs) - 0.25)).toBeLessThan(0.06);
  });

  it('says nothing in its noise columns', () => {
    expect(informationBeyondChance(perEvent(world, 'user', 'bag'), habits)).toBeLessThan(0.02);
    expect(informationBeyondChance(perEvent(world, 'item', 'wrapping'), stalls)).toBeLessThan(0.1);
  });
});
