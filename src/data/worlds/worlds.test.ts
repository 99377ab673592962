import { describe, expect, it } from 'vitest';
import type { Table } from '../table';
import { toCsv } from './tables';
import type { World } from './world';
import { worldById, worlds } from './worlds';
import { cells, chiSquarePerFreedom, EVENTS, generate, mean, roleColumn } from './testing';

describe('the registry of worlds', () => {
  it('finds every folder with a world in it', () => {
    const files = import.meta.glob<World>('./*/world.ts', { eager: true, import: 'default' });
    for (const [path, { id }] of Object.entries(files)) expect(path).toBe(`./${id}/world.ts`);
    const ids = worlds.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
    expect(ids).toContain('bookshop');
  });

  it('finds words beside each', () => {
    expect(Object.keys(import.meta.glob('./*/words.en.ts'))).toEqual(worlds.map(({ id }) => `./${id}/words.en.ts`));
  });

  it('lists the known ids where an id is unknown', () => {
    const known = worlds.map(({ id }) => id).join(', ');
    expect(() => worldById('casino')).toThrow(`unknown world "casino"; known: ${known}`);
  });
});

describe.each(worlds.map(({ id }) => id))('the world "%s"', (id) => {
  const world = generate(id);
  const users = roleColumn(world, 'user');
  const items = roleColumn(world, 'item');
  const times = roleColumn(world, 'time').map((text) => Date.parse(text));
  const sessions = roleColumn(world, 'session');

  it('is the same to the last byte for the same seed, and another for another seed', () => {
    const again = generate(id);
    for (const table of ['log', 'items', 'users'] as const) expect(toCsv(again[table])).toBe(toCsv(world[table]));
    expect(toCsv(generate(id, 4).log)).not.toBe(toCsv(world.log));
  });

  it('has exactly the events asked for, in order of time', () => {
    expect(world.log.rows).toBe(EVENTS);
    expect(generate(id, 3, 6001).log.rows).toBe(6001);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('refuses sizes it cannot be', () => {
    expect(() => generate(id, 3, 12)).toThrow(
      `world "${id}": events is 12; a whole number from 500 to 1000000 is allowed`,
    );
    expect(() => generate(id, 3, 4000.5)).toThrow(RangeError);
  });

  it('names only columns that exist, each file with its ids', () => {
    const names = (table: Table): string[] => table.columns.map(({ name }) => name);
    expect(world.roles.log.map(({ column }) => column)).toEqual(names(world.log));
    expect(world.roles.items!.map(({ column }) => column)).toEqual(names(world.items));
    expect(world.roles.users!.map(({ column }) => column)).toEqual(names(world.users));
    const known = new Set(cells(world.items, world.roles.items![0]!.column));
    expect(items.every((item) => known.has(item))).toBe(true);
    expect(new Set(users)).toEqual(new Set(cells(world.users, world.roles.users![0]!.column)));
  });

  it('gives every item a title of its own that reads like one', () => {
    const titles = cells(world.items, 'title');
    expect(new Set(titles).size).toBe(titles.length);
    expect(new Set(cells(world.items, world.roles.items![0]!.column)).size).toBe(titles.length);
    for (const title of titles) {
      expect(title).toMatch(/^\p{Lu}[^\d{}]{4,90}$/u);
      expect(title).not.toMatch(/\bitem\b|undefined|\b[Aa] [aeioAEIO]|\bthe the\b|  /i);
    }
  });

  it('lets no one take the same item twice', () => {
    expect(new Set(users.map((user, row) => `${user}\t${items[row]!}`)).size).toBe(EVENTS);
  });

  it('has popular and rare items: the top tenth takes far more than a tenth', () => {
    const counts = new Map<string, number>();
    for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
    const sorted = [...counts.values()].sort((a, b) => b - a);
    const head = sorted.slice(0, Math.ceil(world.items.rows / 10)).reduce((sum, n) => sum + n, 0);
    expect(head / EVENTS).toBeGreaterThan(0.2);
    expect(sorted.at(-1)).toBeLessThan(5);
  });

  it('bursts into sessions: minutes inside, most of a day at least between', () => {
    const last = new Map<string, { session: string; time: number }>();
    const closed = new Set<string>();
    users.forEach((user, row) => {
      const before = last.get(user);
      const session = sessions[row]!;
      expect(closed.has(session)).toBe(false);
      if (before) {
        const gap = times[row]! - before.time;
        expect(gap).toBeGreaterThan(0);
        if (before.session === session) expect(gap).toBeLessThan(30 * 60_000);
        else {
          expect(gap).toBeGreaterThan(8 * 3_600_000);
          closed.add(before.session);
        }
      }
      last.set(user, { session, time: times[row]! });
    });
    expect(EVENTS / new Set(sessions).size).toBeGreaterThan(2);
  });

  it('shows in dwell and likes what was a stray click and what was wanted', () => {
    const dwell = roleColumn(world, 'dwell').map(Number);
    const liked = roleColumn(world, 'label').map(Number);
    const of = (values: number[], stray: number): number =>
      mean(values.filter((_, row) => world.truth.stray[row] === stray));
    expect(mean([...world.truth.stray])).toBeGreaterThan(0.02);
    expect(mean([...world.truth.stray])).toBeLessThan(0.1);
    expect(of(dwell, 0)).toBeGreaterThan(5 * of(dwell, 1));
    expect(of(liked, 0)).toBeGreaterThan(5 * of(liked, 1));
  });

  it('keeps the truth out of every column', () => {
    // Interests are public as the item's own category; what each event was drawn from, and whether it was stray, is
    // not.
    const stray = Array.from(world.truth.stray, String);
    for (const { name, codes } of world.log.columns) {
      const labels = Array.from(codes, String);
      if (new Set(labels).size < 50 && name !== 'liked' && name !== 'cooked')
        expect([name, chiSquarePerFreedom(labels, stray) < 6]).toEqual([name, true]);
    }
    const columns = [world.log, world.items, world.users].flatMap((table) => table.columns.map(({ name }) => name));
    expect(
      columns.filter((name) => /stray|appeal|mixture|style|loyal|phase|opinion|patience|interest|truth/.test(name)),
    ).toEqual([]);
  });

  it('gives most of the probability to what the user takes, and none to what was taken before', () => {
    const index = new Map(world.truth.items.map((item, i) => [item, i]));
    const first = users[0]!;
    const rows = users.flatMap((user, row) => (user === first ? [row] : []));
    rows.forEach((row, n) => {
      const score = world.truth.score(first, times[row]!);
      expect(score.length).toBe(world.items.rows);
      expect(score.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 4);
      expect(score[index.get(items[row]!)!]).toBeGreaterThan(0);
      for (const before of rows.slice(0, n)) expect(score[index.get(items[before]!)!]).toBe(0);
    });
  });

  it('is calibrated: items the truth gives a tenth to a third are taken that often', () => {
    const index = new Map(world.truth.items.map((item, i) => [item, i]));
    let expected = 0;
    let taken = 0;
    for (let row = 0; row < EVENTS; row += 2) {
      world.truth.score(users[row]!, times[row]!).forEach((x, i) => {
        if (x < 0.1 || x > 0.34) return;
        expected += x;
        taken += Number(index.get(items[row]!) === i);
      });
    }
    expect(expected).toBeGreaterThan(100);
    // A sum of independent draws spreads by less than the root of its mean.
    expect(Math.abs(taken - expected)).toBeLessThan(3 * Math.sqrt(expected));
  });

  it('answers for the time after the last event, and for no one unknown', () => {
    expect(world.truth.score(users[0]!, times.at(-1)! + 1).reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 4);
    expect(() => world.truth.score('nobody', 0)).toThrow('"nobody"');
  });
});
