import { describe, expect, it } from 'vitest';
import type { Table } from '../table';
import { toCsv } from './tables';
import { worldById, worlds } from './worlds';
import type { GeneratedWorld } from './world';

const EVENTS = 4000;
const generate = (id: string, seed = 3, events = EVENTS): GeneratedWorld => worldById(id).generate({ events, seed });

const cells = (table: Table, name: string): string[] => {
  const column = table.columns.find((known) => known.name === name)!;
  return Array.from(column.codes, (code) => column.dictionary[code]!);
};
const roleColumn = (world: GeneratedWorld, role: string): string[] =>
  cells(world.log, world.roles.log.find((said) => said.role === role)!.column);
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/**
 * Pearson's chi-square of two labels over the same rows, divided by its degrees of freedom: about 1 where they are
 * independent.
 */
function chiSquarePerFreedom(a: readonly string[], b: readonly string[]): number {
  const count = (keys: readonly string[]): Map<string, number> =>
    keys.reduce((map, key) => map.set(key, (map.get(key) ?? 0) + 1), new Map<string, number>());
  const rows = count(a);
  const columns = count(b);
  const both = count(a.map((x, i) => `${x}\t${b[i]!}`));
  let sum = 0;
  for (const [x, n] of rows)
    for (const [y, m] of columns) {
      const expected = (n * m) / a.length;
      sum += ((both.get(`${x}\t${y}`) ?? 0) - expected) ** 2 / expected;
    }
  return sum / ((rows.size - 1) * (columns.size - 1));
}

/** One entry per user: the interest most of the user's events came from. */
function mainInterests(world: GeneratedWorld): string[] {
  return cells(world.users, world.roles.users![0]!.column).map((user) => world.truth.interests(user)[0]!.interest);
}

describe('the registry of worlds', () => {
  it('finds every folder with a world in it', () => {
    expect(worlds.map(({ id }) => id)).toEqual([
      'bookshop',
      'crosses',
      'hobbies',
      'market',
      'noise-fields',
      'podcasts',
      'recipes',
      'records',
      'teashop',
    ]);
  });

  it('lists the known ids where an id is unknown', () => {
    expect(() => worldById('casino')).toThrow(
      'unknown world "casino"; known: bookshop, crosses, hobbies, market, noise-fields, podcasts, recipes, records, teashop',
    );
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

/** [items] what most events of each item were drawn from, '' where it was never taken on purpose. */
function mainPulls(world: GeneratedWorld, holds: (interest: string) => boolean): string[] {
  const taken = roleColumn(world, 'item');
  const counts = new Map<string, Map<string, number>>();
  world.truth.eventInterest.forEach((interest, row) => {
    if (world.truth.stray[row] || !holds(interest)) return;
    const own = counts.get(taken[row]!) ?? new Map<string, number>();
    counts.set(taken[row]!, own.set(interest, (own.get(interest) ?? 0) + 1));
  });
  return world.truth.items.map((id) => [...(counts.get(id) ?? [])].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '');
}
/** Rows of both lists where neither is empty. */
const known = (a: readonly string[], b: readonly string[]): [string[], string[]] => {
  const rows = a.flatMap((x, i) => (x !== '' && b[i] !== '' ? [i] : []));
  return [rows.map((i) => a[i]!), rows.map((i) => b[i]!)];
};

describe('the record exchange', () => {
  const world = generate('records', 5, 12_000);
  const isEngineer = (interest: string): boolean => interest.startsWith('engineer');

  it('has four engineers behind nine of ten wanted clicks of every collector', () => {
    for (const collector of cells(world.users, 'collector')) {
      const interests = world.truth.interests(collector);
      expect(interests.filter(({ interest }) => isEngineer(interest)).map(({ share }) => share)).toEqual([
        0.4, 0.25, 0.15, 0.1,
      ]);
      expect(new Set(interests.map(({ interest }) => interest)).size).toBe(5);
    }
    const wanted = world.truth.eventInterest.filter((_, row) => !world.truth.stray[row]);
    expect(mean(wanted.map((interest) => Number(isEngineer(interest))))).toBeGreaterThan(0.8);
  });

  it('has one engineer for every record, whom no column names', () => {
    const engineerOf = new Map<string, string>();
    roleColumn(world, 'item').forEach((record, row) => {
      const interest = world.truth.eventInterest[row]!;
      if (world.truth.stray[row] || !isEngineer(interest)) return;
      expect(engineerOf.get(record) ?? interest).toBe(interest);
      engineerOf.set(record, interest);
    });
    const engineers = mainPulls(world, isEngineer);
    expect(new Set(engineers).size).toBeGreaterThan(30);
    for (const column of ['genre', 'decade', 'format', 'pressing', 'sleeve']) {
      expect([column, chiSquarePerFreedom(...known(cells(world.items, column), engineers)) < 1.5]).toEqual([
        column,
        true,
      ]);
    }
  });
});

describe('the tea shop', () => {
  const world = generate('teashop', 5, 12_000);
  const customers = roleColumn(world, 'user');
  const custom = new Map(cells(world.users, 'customer').map((id, i) => [id, cells(world.users, 'custom')[i]!]));
  const place = new Map(cells(world.items, 'tea').map((id, i) => [id, i]));
  const teas = roleColumn(world, 'item').map((id) => place.get(id)!);
  const share = (kind: string, holds: (row: number) => boolean): number =>
    mean(customers.flatMap((customer, row) => (custom.get(customer) === kind ? [Number(holds(row))] : [])));

  it('lets the wish decide for those who ask, the table for those who look around, and the growers for the faithful', () => {
    const [goodFor, wish] = [cells(world.items, 'good_for'), cells(world.log, 'wish')];
    const [stands, laid] = [cells(world.items, 'table'), cells(world.log, 'table_laid')];
    const byWish = (kind: string): number => share(kind, (row) => goodFor[teas[row]!] === wish[row]);
    const byTable = (kind: string): number => share(kind, (row) => stands[teas[row]!] === laid[row]);
    expect(byWish('asks for advice')).toBeGreaterThan(0.7);
    expect(byWish('faithful')).toBeLessThan(0.25);
    expect(byWish('looks around')).toBeLessThan(0.15);
    expect(byTable('looks around')).toBeGreaterThan(0.7);
    expect(byTable('asks for advice')).toBeLessThan(0.25);
    expect(byTable('faithful')).toBeLessThan(0.17);
    const grower = cells(world.items, 'grower');
    const before = new Map<string, string[]>();
    const isAgain = customers.map((customer, row) => {
      const seen = before.get(customer) ?? [];
      const known = seen.length < 5 ? null : seen.includes(grower[teas[row]!]!);
      before.set(customer, [...seen, grower[teas[row]!]!]);
      return known;
    });
    const again = (kind: string): number =>
      mean(
        customers.flatMap((customer, row) =>
          custom.get(customer) === kind && isAgain[row] !== null ? [Number(isAgain[row])] : [],
        ),
      );
    expect(again('faithful')).toBeGreaterThan(0.5);
    expect(again('asks for advice')).toBeLessThan(0.4);
  });

  it('writes down a wish and a table for everyone, whoever it is', () => {
    const kinds = customers.map((customer) => custom.get(customer)!);
    expect(chiSquarePerFreedom(cells(world.log, 'wish'), kinds)).toBeLessThan(1.6);
    expect(chiSquarePerFreedom(cells(world.log, 'table_laid'), kinds)).toBeLessThan(1.8);
  });

  it('says what each kind of customer goes by', () => {
    const [faithful] = [...custom].find(([, kind]) => kind === 'faithful')!;
    expect(world.truth.interests(faithful)).toEqual([
      { interest: 'grower', share: 0.8 },
      { interest: 'wish', share: 0.15 },
      { interest: 'table', share: 0.05 },
    ]);
  });
});

describe('the listening circles', () => {
  const world = generate('podcasts', 5, 12_000);
  const isCircle = (interest: string): boolean => interest.startsWith('circle');

  it('has few events of most listeners, nearly all of them from two circles', () => {
    const counts = new Map<string, number>();
    for (const listener of roleColumn(world, 'user')) counts.set(listener, (counts.get(listener) ?? 0) + 1);
    const sorted = [...counts.values()].sort((a, b) => a - b);
    expect(sorted[0]).toBeGreaterThanOrEqual(5);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(10);
    const [listener] = cells(world.users, 'listener');
    expect(
      world.truth
        .interests(listener!)
        .filter(({ interest }) => isCircle(interest))
        .map(({ share }) => share),
    ).toEqual([0.65, 0.2]);
  });

  it('tells the circle of a show in no column, and spreads every circle over the categories', () => {
    const circles = mainPulls(world, isCircle);
    expect(new Set(circles).size).toBeGreaterThan(20);
    for (const column of ['category', 'length', 'artwork']) {
      expect([column, chiSquarePerFreedom(...known(cells(world.items, column), circles)) < 1.5]).toEqual([
        column,
        true,
      ]);
    }
  });
});
