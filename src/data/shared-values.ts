/** Values that a field of users or events and one of items have in common, by how they are written. */
import { FIRST_VALUE, MISSING, type Field, type FieldSpec } from './dataset';

export interface SharedValues {
  /** A field of users or events. */
  user: string;
  item: string;
}

/** Whether values of such a field can be compared with those of another. */
export const isComparable = ({ kind }: Pick<FieldSpec, 'kind'>): boolean => kind === 'categorical' || kind === 'bag';

/** All fields that have any. */
export function sharedValues(fields: readonly Pick<Field, 'name' | 'owner' | 'kind' | 'vocabulary'>[]): SharedValues[] {
  const compared = fields.filter(isComparable);
  const holders = new Map<string, string[]>();
  for (const { name, owner, vocabulary } of compared)
    if (owner !== 'item') for (const value of vocabulary) holders.set(value, [...(holders.get(value) ?? []), name]);
  return compared.flatMap(({ name: item, owner, vocabulary }) => {
    const users = owner === 'item' ? new Set(vocabulary.flatMap((value) => holders.get(value) ?? [])) : [];
    return [...users].map((user) => ({ user, item }));
  });
}

/** [rows of `from`] the row of `to` of the same value, MISSING where it has none. */
export function rowsOfSame(from: Pick<Field, 'rows' | 'vocabulary'>, to: Pick<Field, 'vocabulary'>): Uint32Array {
  const rowOf = new Map(to.vocabulary.map((value, at) => [value, FIRST_VALUE + at]));
  const rows = new Uint32Array(from.rows).fill(MISSING);
  from.vocabulary.forEach((value, at) => (rows[FIRST_VALUE + at] = rowOf.get(value) ?? MISSING));
  return rows;
}
