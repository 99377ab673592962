/**
 * Which fields tell groups apart: segments of users, categories of items. Where nothing in a log says so, the number of
 * their values does.
 */
import { FIRST_VALUE, type FieldSpec } from '../../../data/dataset';
import type { Schema } from '../../document/schema';

/**
 * Rows of the table of a field; one with more tells rows apart rather than groups of them, as an author or the words of
 * titles do.
 */
const MOST_GROUPS = 100;

export const tellsGroups = ({ rows }: Pick<FieldSpec, 'rows'>): boolean => rows <= MOST_GROUPS;

/**
 * The item's categories: of its categorical and multi-valued fields that tell groups apart the one with fewest values,
 * two at least, and of equal ones the first; null where there is none.
 */
export function categoryField({ fields }: Pick<Schema, 'fields'>): string | null {
  const labels = fields.filter(({ owner, kind }) => owner === 'item' && (kind === 'categorical' || kind === 'bag'));
  const found = labels.filter((field) => tellsGroups(field) && field.rows >= FIRST_VALUE + 2);
  return found.toSorted((a, b) => a.rows - b.rows)[0]?.name ?? null;
}
