import { describe, expect, it } from 'vitest';
import { cells, chiSquarePerFreedom, generate, mean, roleColumn } from '../testing';

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
