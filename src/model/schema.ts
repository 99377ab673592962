/** What a graph is checked and compiled against: the fields of a data set, without its data. */
import type { Dataset, FieldSpec } from '../data/dataset';

export interface Schema {
  fields: readonly FieldSpec[];
  users: number;
  items: number;
  /** Training events. */
  events: number;
  hasTime: boolean;
  /** Present where a column of the log says which session an event belongs to. */
  hasSessions?: true;
}

export const schemaOf = (
  dataset: Pick<Dataset, 'fields' | 'users' | 'items' | 'events' | 'hasTime'> & {
    split: Pick<Dataset['split'], 'train'>;
  },
): Schema => ({
  fields: dataset.fields.map(({ name, owner, kind, rows, length }) => ({ name, owner, kind, rows, length })),
  users: dataset.users.length,
  items: dataset.items.length,
  events: dataset.split.train.length,
  hasTime: dataset.hasTime,
  ...(dataset.events.session ? { hasSessions: true } : {}),
});
