/** For tests: what the columns of a world say of each other. */
import { createRandom } from '../random';
import type { Table } from '../table';
import type { GeneratedWorld } from './world';

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
