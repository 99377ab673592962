import { describe, expect, it } from 'vitest';
import { cells, informationBeyondChance, perEvent } from '../testing';
import market from './world';

const world = market.generate({ events: 24_000, seed: 11 });
const [shoppers, sessions] = [cells(world.log, 'shopper'), cells(world.log, 'session')];
const [stalls, habits] = [perEvent(world, 'item', 'stall'), perEvent(world, 'user', 'habit')];
const byShopper = new Map<string, number[]>();
shoppers.forEach((shopper, row) => byShopper.set(shopper, [...(byShopper.get(shopper) ?? []), row]));
const mean = (values: readonly boolean[]): number => values.filter(Boolean).length / values.length;

/** Rows of each shopper's sessions, in their order. */
const visits = [...byShopper.values()].map((rows) =>
  rows.reduce<number[][]>((known, row) => {
    if (known.length > 0 && sessions[known.at(-1)![0]!] === sessions[row]) known.at(-1)!.push(row);
    else known.push([row]);
    return known;
  }, []),
);
const wanted = (row: number): boolean => world.truth.stray[row] === 0;
const ofHabit = (habit: string): number[][][] => visits.filter(([first]) => habits[first![0]!] === habit);

describe('the market hall', () => {
  it.each([
    ['stays', 0.9],
    ['by turns', 0.6],
    ['looks in', 0.15],
  ])('lets a session of the habit "%s" go on with a chance of %f', (habit, chance) => {
    // The last session of a shopper ends with the log.
    const whole = ofHabit(habit).flatMap((own) => own.slice(0, -1));
    const [events, ends] = [whole.reduce((sum, rows) => sum + rows.length, 0), whole.length];
    expect(ends).toBeGreaterThan(300);
    expect(Math.abs(1 - ends / events - chance)).toBeLessThan(habit === 'stays' ? 0.04 : 0.02);
  });

  it('keeps nine in ten of what is bought on the way at the stall where the session opened', () => {
    const onTheWay = visits
      .flat()
      .flatMap(([first, ...rest]) => rest.filter(wanted).map((row) => [row, first!] as const));
    const errands = onTheWay.filter(([row]) => world.truth.eventInterest[row] === 'errand');
    expect(mean(errands.map(([row, first]) => stalls[row] === stalls[first]))).toBe(1);
    expect(Math.abs(errands.length / onTheWay.length - 0.9)).toBeLessThan(0.02);
  });

  it('ends an errand with its session: the next one opens at another of the favourites', () => {
    const openings = visits
      .flatMap((own) => own.slice(1).map(([row], n) => [row!, own[n]![0]!] as const))
      .filter(([row]) => wanted(row));
    expect(openings.length).toBeGreaterThan(5000);
    expect(openings.filter(([row, before]) => stalls[row] === stalls[before])).toEqual([]);
    expect(openings.every(([row]) => world.truth.eventInterest[row] === `favourite: ${stalls[row]}`)).toBe(true);
  });

  it('lets favourites last over sessions and give way slowly', () => {
    const openings = ofHabit('looks in').map((own) => own.map(([row]) => row!).filter(wanted));
    const same = (lag: number): number =>
      mean(openings.flatMap((rows) => rows.slice(lag).map((row, n) => stalls[row] === stalls[rows[n]!])));
    // Of three favourites, the last one left out; of twelve stalls one in twelve is the same by chance.
    expect(same(2)).toBeGreaterThan(0.33);
    expect(same(6)).toBeGreaterThan(0.2);
    expect(same(30)).toBeLessThan(same(2) / 2);
  });

  it('says nothing in its noise columns', () => {
    expect(informationBeyondChance(perEvent(world, 'user', 'bag'), habits)).toBeLessThan(0.02);
    expect(informationBeyondChance(perEvent(world, 'item', 'wrapping'), stalls)).toBeLessThan(0.1);
  });
});
