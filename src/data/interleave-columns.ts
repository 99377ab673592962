/**
 * Columns side by side. A batch reads rows at random places: what of a row is read together then lies in one cache
 * line, not in one of each column.
 */
import type { Field } from './dataset';

/** [rows x columns] @param columns of equal length */
export function interleave(columns: readonly Uint32Array[]): Uint32Array {
  const across = columns.length;
  const all = new Uint32Array(across * (columns[0]?.length ?? 0));
  columns.forEach((column, c) => {
    for (let row = 0, at = c; row < column.length; row++, at += across) all[at] = column[row]!;
  });
  return all;
}

/** By the first of the fields: steps of one data set share what they read. */
const known = new WeakMap<Field, { fields: readonly Field[]; ids: Uint32Array }[]>();

/** [owners x fields] ids of fields of one slot each, made once for the same fields. */
export function idsTogether(fields: readonly Field[]): Uint32Array {
  const [first] = fields;
  if (!first) throw new Error('internal: no fields to lay together');
  const those = known.get(first) ?? [];
  const found = those.find(
    (one) => one.fields.length === fields.length && one.fields.every((field, f) => field === fields[f]),
  );
  if (found) return found.ids;
  const ids = interleave(fields.map((field) => field.ids));
  known.set(first, [...those, { fields: [...fields], ids }]);
  return ids;
}
