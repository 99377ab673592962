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
  it.each([['by errand', 0.9], ['by and large', 0.5], ['by round', 0.1]])('lets the errand of the session decide for those who shop %s in %f of their wanted clicks', (habit, share) => {
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
    const same = (lag: number): number => mean([...byShopper.values()].flatMap((rows) => (habits[rows[0]!] === 'by round' ? rows.slice(lag).flatMap((row, n) => (sessions[row] === sessions[rows[n]!] ? [] : [stalls[row] === stalls[rows[n]!]])) : [])));
    // Of twelve stalls one in twelve is the same by chance.
    expect(same(6)).toBeGreaterThan(1 / 12 + 0.03);
    expect(same(40)).toBeLessThan(1 / 12 + 0.015);
  });

  it('lets those who go the round take one good at each stall of a session, while their favourites are six', () => {
    const rounds = [...byShopper.values()].map((rows) => rows.filter((row) => habits[row] === 'by round' && world.truth.eventInterest[row] !== 'errand' && world.truth.stray[row] === 0));
    const pairs = rounds.flatMap((rows) => rows.slice(1).flatMap((row, n) => (sessions[row] === sessions[rows[n]!] ? [stalls[row] === stalls[rows[n]!]] : [])));
    expect(pairs.length).toBeGreaterThan(1000);
    expect(mean(pairs)).toBeLessThan(0.04);
    const early = rounds.filter((rows) => rows.length >= 12).map((rows) => new Set(rows.slice(0, 12).map((row) => stalls[row])).size);
    expect(early.length).toBeGreaterThan(50);
    expect(early.filter((n) => n >= 4 && n <= 7).length / early.length).toBeGreaterThan(0.9);
  });

  it('says nothing in its noise columns', () => {
    expect(informationBeyondChance(perEvent(world, 'user', 'bag'), habits)).toBeLessThan(0.02);
    expect(informationBeyondChance(perEvent(world, 'item', 'wrapping'), stalls)).toBeLessThan(0.1);
  });
});
