/** What of a person may be set beside his history: the fields that the model reads of a user and of the context. */
import { FIRST_VALUE, type Dataset, type Field } from '../../data/dataset';
import { isSettable } from '../../data/person';
import { fieldMatchesOf } from '../../model/nodes/field-match';
import type { LiveModel } from '../training/live-model';
import { eventOf } from './targets';
import { checkUser, targetOf } from './asked';

export interface PersonField {
  name: string;
  owner: 'user' | 'context';
  /** Most frequent first, or in the order of numbers; the first so many. */
  values: readonly string[];
  /** How many it may have at once. */
  most: number;
  /** Of the user that is asked about, as a person is given it: '' = missing, several apart by `|`. */
  value: string;
}

/**
 * @param user by row; null = of nobody; @param most values of a field.
 * @throws RangeError for a user that the data set does not have
 */
export function personFields({ dataset, graph }: LiveModel, user: number | null, most: number): PersonField[] {
  if (user !== null) checkUser(dataset, user);
  const read = new Set([
    ...graph.tables.map(({ field }) => field),
    ...fieldMatchesOf(graph).map((match) => match.user),
  ]);
  return dataset.fields.flatMap((field) => {
    const { name, owner, vocabulary } = field;
    if (owner === 'item' || !read.has(name) || !isSettable(field)) return [];
    const value = user === null ? '' : valueOf(field, rowOf(dataset, user, owner));
    return [{ name, owner, values: vocabulary.slice(0, most), most: field.length, value }];
  });
}

const rowOf = (dataset: Dataset, user: number, owner: 'user' | 'context'): number =>
  owner === 'user' ? user : eventOf(dataset, targetOf(dataset, user));

const valueOf = ({ ids, length, vocabulary }: Field, row: number): string =>
  Array.from(ids.subarray(row * length, (row + 1) * length))
    .flatMap((id) => vocabulary[id - FIRST_VALUE] ?? [])
    .join('|');
