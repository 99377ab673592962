/** For tests: generated worlds, and what their columns say of each other and of the truth. */
import { createRandom } from '../random';
import type { Table } from '../table';
import type { GeneratedWorld } from './world';
import { worldById } from './worlds';

export const EVENTS = 4000;
export const generate = (id: string, seed = 3, events = EVENTS): GeneratedWorld =>
  worldById(id).generate({ events, seed });

/** Of every event: a column of its user, or of its item. */
export function perEvent(
  { log, users, items, roles }: GeneratedWorld,
  owner: 'user' | 'item',
  column: string,
): string[] {
  const table = owner === 'user' ? users : items;
  const ids = cells(table, (owner === 'user' ? roles.users : roles.items)!.find(({ role }) => role === 'id')!.column);
  const values = new Map(cells(table, column).map((value, row) => [ids[row]!, value]));
  return cells(log, roles.log.find(({ role }) => role === owner)!.column).map((id) => values.get(id)!);
}

export function cells({ columns }: Table, name: string): string[] {
  const { codes, dictionary } = columns.find((column) => column.name === name)!;
  return Array.from(codes, (code) => dictionary[code]!);
}

/** Mutual information of two labels over the same rows, in nats, as counted: chance alone makes it larger than 0. */
export function mutualInformation(a: readonly string[], b: readonly string[]): number {
  const count = (keys: readonly string[]) =>
    keys.reduce((map, key) => map.set(key, (map.get(key) ?? 0) + 1), new Map<string, number>());
  const entropy = (keys: readonly string[]) =>
    [...count(keys).values()].reduce((sum, n) => sum - (n / keys.length) * Math.log(n / keys.length), 0);
  return entropy(a) + entropy(b) - entropy(a.map((x, i) => `${x}\t${b[i]!}`));
}

/** Mutual information beyond what is left when the second label is dealt out anew over the rows. */
export function informationBeyondChance(a: readonly string[], b: readonly string[]): number {
  const order = createRandom(1, 'chance').shuffle(Uint32Array.from(b, (_, row) => row));
  return (
    mutualInformation(a, b) -
    mutualInformation(
      a,
      Array.from(order, (row) => b[row]!),
    )
  );
}

/** A column of the log by its role. */
export const roleColumn = (world: GeneratedWorld, role: string): string[] =>
  cells(world.log, world.roles.log.find((spec) => spec.role === role)!.column);

export const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/**
 * Pearson's chi-square of two labels over the same rows, divided by its degrees of freedom: about 1 where they are
 * independent.
 */
export function chiSquarePerFreedom(a: readonly string[], b: readonly string[]): number {
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
export function mainInterests(world: GeneratedWorld): string[] {
  return cells(world.users, world.roles.users![0]!.column).map((user) => world.truth.interests(user)[0]!.interest);
}

/** [items] what most events of each item were drawn from, '' where it was never taken on purpose. */
export function mainPulls(world: GeneratedWorld, holds: (interest: string) => boolean): string[] {
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
export const known = (a: readonly string[], b: readonly string[]): [string[], string[]] => {
  const rows = a.flatMap((x, i) => (x !== '' && b[i] !== '' ? [i] : []));
  return [rows.map((i) => a[i]!), rows.map((i) => b[i]!)];
};
