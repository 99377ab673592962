import { describe, expect, it } from 'vitest';
import { cells, informationBeyondChance, perEvent, roleColumn } from '../testing';
import fashions from './world';

const world = fashions.generate({ events: 24_000, seed: 11 });
const DAY = 86_400_000;
const garments = roleColumn(world, 'item');
const times = roleColumn(world, 'time').map((text) => Date.parse(text));
const [shelves, reads] = [perEvent(world, 'item', 'shelf'), perEvent(world, 'user', 'reads')];
const wanted = [...garments.keys()].filter((row) => world.truth.stray[row] === 0);
const share = (values: readonly boolean[]): number => values.filter(Boolean).length / values.length;

/** Times of the wanted clicks of those who read this, by garment. */
const timesOf = (kind: string): number[][] => {
  const byGarment = new Map<string, number[]>();
  for (const row of wanted)
    if (reads[row] === kind) byGarment.set(garments[row]!, [...(byGarment.get(garments[row]!) ?? []), times[row]!]);
  return [...byGarment.values()].filter(({ length }) => length >= 10);
};
/** Share of the clicks of a garment within three weeks, the best ones, on average. */
const withinWeeks = (kind: string): number => {
  const shares = timesOf(kind).map((own) =>
    Math.max(...own.map((from) => share(own.map((time) => time >= from && time < from + 21 * DAY)))),
  );
  return shares.reduce((sum, x) => sum + x, 0) / shares.length;
};

describe('the fashion shop', () => {
  it('takes what is bought from the shelves that a customer likes', () => {
    expect(world.items.rows).toBe(480);
    expect(wanted.every((row) => world.truth.eventInterest[row] === shelves[row])).toBe(true);
    for (const customer of cells(world.users, 'customer').slice(0, 50))
      expect([2, 3, 4]).toContain(world.truth.interests(customer).length);
  });

  it('sells a garment within weeks to those who follow fashions, and at any time to the others', () => {
    expect(withinWeeks('fashion paper')).toBeGreaterThan(0.7);
    expect(withinWeeks('almanac')).toBeLessThan(0.4);
  });

  it('has as many of both, and neither has shelves of their own', () => {
    expect(Math.abs(share(reads.map((kind) => kind === 'almanac')) - 0.5)).toBeLessThan(0.05);
    expect(informationBeyondChance(reads, shelves)).toBeLessThan(0.02);
  });

  it('tells the truth of the moment: weeks later others are in fashion, and to who follows none all is the same', () => {
    const moment = times[times.length / 2]!;
    const gone = new Map(cells(world.log, 'customer').map((customer, row) => [customer, row]));
    const customers = [...gone].filter(([, row]) => times[row]! < moment);
    expect(customers.length).toBeGreaterThan(300);
    for (const [customer, row] of customers.slice(0, 100)) {
      const [now, later] = [0, 21 * DAY].map((wait) => world.truth.score(customer, moment + wait));
      const moved = now!.reduce((sum, x, i) => sum + Math.abs(x - later![i]!), 0) / 2;
      if (reads[row] === 'almanac') expect(moved).toBe(0);
      else expect(moved).toBeGreaterThan(0.3);
    }
  });

  it('says nothing in its noise columns', () => {
    expect(informationBeyondChance(perEvent(world, 'user', 'pays_by'), reads)).toBeLessThan(0.02);
    expect(informationBeyondChance(perEvent(world, 'item', 'wrapping'), shelves)).toBeLessThan(0.1);
  });
});
