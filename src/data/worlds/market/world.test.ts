import { describe, expect, it } from 'vitest';
import { cells, informationBeyondChance, perEvent } from '../testing';
import market from './world';

const world = market.generate({ events: 24_000, seed: 11 });
const [shoppers, sessions] = [cells(world.log, 'shopper'), cells(world.log, 'session')];
const [stalls, workshops, habits] = [perEvent(world, 'item', 'stall'), perEvent(world, 'item', 'workshop'), perEvent(world, 'user', 'habit')];
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
  // Beside the errand's own share, one good in twelve of a workshop, or of the shop window, serves it too; the most wanted are sooner gone.
  it.each([['by errand', 0.8], ['by and large', 0.5], ['by workshop', 0.2]])('lets the errand of the session decide for those who shop %s in %f of their wanted clicks', (habit, share) => {
    const held = mean(openers.filter(([row]) => habits[row] === habit && world.truth.stray[row] === 0).map(([row, first]) => stalls[row] === stalls[first]));
    expect(held).toBeGreaterThan(share - 0.02);
    expect(held).toBeLessThan(share + (1 - share) / 12 + 0.05);
    const errand = mean(world.truth.eventInterest.filter((_, row) => habits[row] === habit && world.truth.stray[row] === 0).map((interest) => interest === 'errand'));
    expect(errand).toBeCloseTo(share, 1);
  });

  it('ends an errand with its session: the next one has another, as often as chance has it', () => {
    const starts = [...byShopper.values()].map((rows) => rows.filter((row, n) => n === 0 || sessions[row] !== sessions[rows[n - 1]!]));
    const pairs = starts.flatMap((rows) => rows.slice(1).map((row, n) => [row, rows[n]!] as const));
    expect(pairs.length).toBeGreaterThan(2500);
    expect(mean(pairs.map(([row, before]) => stalls[row] === stalls[before]))).toBeLessThan(1 / 12 + 0.03);
  });

  it('lets workshops last and give way: of those who shop by workshop a third buy from the same one four events later, few thirty', () => {
    const same = (lag: number): number => mean([...byShopper.values()].flatMap((rows) => (habits[rows[0]!] === 'by workshop' ? rows.slice(lag).map((row, n) => workshops[row] === workshops[rows[n]!]) : [])));
    expect(same(4)).toBeGreaterThan(0.29);
    expect(same(30)).toBeLessThan(0.15);
  });

  it('says nothing in its noise columns', () => {
    expect(informationBeyondChance(perEvent(world, 'user', 'bag'), habits)).toBeLessThan(0.02);
    expect(informationBeyondChance(perEvent(world, 'item', 'wrapping'), stalls)).toBeLessThan(0.1);
  });
});
