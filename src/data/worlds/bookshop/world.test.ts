import { describe, expect, it } from 'vitest';
import { cells, chiSquarePerFreedom, generate, mainInterests, roleColumn } from '../testing';

describe('the bookshop', () => {
  const world = generate('bookshop', 5, 12_000);
  const readers = cells(world.users, 'reader');
  const taken = roleColumn(world, 'item');

  it('gives every reader two to four different subjects, and their events come from these', () => {
    for (const reader of readers) {
      const interests = world.truth.interests(reader);
      expect(interests.length).toBeGreaterThanOrEqual(2);
      expect(interests.length).toBeLessThanOrEqual(4);
      expect(new Set(interests.map(({ interest }) => interest)).size).toBe(interests.length);
      expect(interests.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    }
    roleColumn(world, 'user').forEach((reader, row) => {
      expect(world.truth.interests(reader).map(({ interest }) => interest)).toContain(world.truth.eventInterest[row]);
    });
  });

  it('keeps one subject through a session', () => {
    const subject = new Map<string, string>();
    roleColumn(world, 'session').forEach((session, row) => {
      const own = world.truth.eventInterest[row]!;
      expect(subject.get(session) ?? own).toBe(own);
      subject.set(session, own);
    });
  });

  it('lets segment and device speak of taste, and the noise columns not', () => {
    const main = mainInterests(world);
    expect(chiSquarePerFreedom(cells(world.users, 'segment'), main)).toBeGreaterThan(3);
    expect(chiSquarePerFreedom(cells(world.users, 'newsletter_batch'), main)).toBeLessThan(1.6);
    expect(chiSquarePerFreedom(cells(world.log, 'device'), world.truth.eventInterest.slice())).toBeGreaterThan(3);
    const subject = cells(world.items, 'subject');
    expect(chiSquarePerFreedom(cells(world.items, 'cover_colour'), subject)).toBeLessThan(1.5);
    expect(chiSquarePerFreedom(cells(world.items, 'store_bay'), subject)).toBeLessThan(1.5);
    expect(chiSquarePerFreedom(cells(world.items, 'format'), cells(world.items, 'cover_colour'))).toBeLessThan(2);
  });

  it('sends readers on to the next volume of a series far more often than to any other book', () => {
    const series = cells(world.items, 'series');
    const volume = cells(world.items, 'volume');
    const order = ['first', 'second', 'third', 'fourth', 'fifth'];
    const place = new Map(cells(world.items, 'book').map((book, i) => [book, i]));
    const last = new Map<string, number>();
    let chances = 0;
    let followed = 0;
    roleColumn(world, 'user').forEach((reader, row) => {
      const book = place.get(taken[row]!)!;
      const before = last.get(reader);
      if (before !== undefined && series[before] !== '' && order.indexOf(volume[before]!) === 0) {
        chances++;
        followed += Number(series[book] === series[before] && volume[book] === 'second');
      }
      last.set(reader, book);
    });
    expect(chances).toBeGreaterThan(100);
    expect(followed / chances).toBeGreaterThan(0.12);
  });
});
