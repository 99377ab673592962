/**
 * Categories of items: what the lists of interests and the events that feed them are described by, and which of them a
 * user has least of.
 */
import { FIRST_VALUE, type Dataset, type Field } from '../../data/dataset';
import { describesInterests } from '../loading/interest-fields';
import type { CategoryShare } from './interest-lists';

/** @throws RangeError for a field that is not there, naming those there are */
export function categoryField({ fields }: Pick<Dataset, 'fields'>, name: string): Field {
  const field = fields.find((known) => known.name === name && describesInterests(known));
  if (!field)
    throw new RangeError(
      `"${name}" is not a categorical item field; known: ${
        fields
          .filter(describesInterests)
          .map((known) => known.name)
          .join(', ') || 'none'
      }`,
    );
  return field;
}

/** Rows of the field that an item has, but for the rows of what is missing or unknown. */
export const valuesOf = ({ ids, weights, length }: Field, item: number): number[] =>
  Array.from({ length }, (_, slot) => item * length + slot)
    .filter((at) => ids[at]! >= FIRST_VALUE && (weights === null || weights[at]! > 0))
    .map((at) => ids[at]!);

/** Sums over the values of a field among weighted items; an item of several values counts in parts. */
function sumsOf(
  field: Field,
  items: Iterable<readonly [item: number, weight: number]>,
): { sums: Map<number, number>; total: number } {
  const sums = new Map<number, number>();
  let total = 0;
  for (const [item, weight] of items) {
    const values = valuesOf(field, item);
    for (const value of values) sums.set(value, (sums.get(value) ?? 0) + weight / values.length);
    if (values.length > 0) total += weight;
  }
  return { sums, total };
}

/** Shares of the values of a field among weighted items, the largest first. */
export function profile(field: Field, items: Iterable<readonly [item: number, weight: number]>): CategoryShare[] {
  const { sums, total } = sumsOf(field, items);
  return [...sums]
    .map(([value, sum]) => ({
      value: field.vocabulary[value - FIRST_VALUE] ?? '',
      share: total === 0 ? 0 : sum / total,
    }))
    .sort((a, b) => b.share - a.share);
}

/**
 * The category of which each user's training events hold least, of those they hold at all; among equals the one of
 * fewer training events of everybody.
 * @returns [users] row of the field; null where a user has less than two categories to choose from
 */
export function leastCategories(
  { users, events, split }: Pick<Dataset, 'users' | 'events' | 'split'>,
  field: Field,
): (number | null)[] {
  const everybody = sumsOf(
    field,
    Array.from(split.itemCounts, (count, item) => [item, count] as const),
  ).sums;
  const mine: number[][] = users.map(() => []);
  for (const event of split.train) mine[events.user[event]!]!.push(events.item[event]!);
  return mine.map((items) => {
    const { sums } = sumsOf(
      field,
      items.map((item) => [item, 1] as const),
    );
    const [least] = [...sums].sort(
      ([a, mineOfA], [b, mineOfB]) => mineOfA - mineOfB || everybody.get(a)! - everybody.get(b)! || a - b,
    );
    return least === undefined || sums.size < 2 ? null : least[0];
  });
}
