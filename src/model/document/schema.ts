/** What a graph is checked and compiled against: the fields of a data set, without its data. */
import type { Dataset, FieldSpec } from '../../data/dataset';
import { outcomeSpecs, type OutcomeSpec } from '../../data/outcomes';
import { PART } from '../../data/shown';
import { sharedValues, type SharedValues } from '../../data/shared-values';
import { scoreColumns, type ScoreColumn } from '../../data/teacher-scores';

export interface Schema {
  fields: readonly FieldSpec[];
  users: number;
  items: number;
  /** Training events. */
  events: number;
  hasTime: boolean;
  /** Present where a column of the log says which session an event belongs to. */
  hasSessions?: true;
  /** Present where the split keeps no order: what was before an event may be held out, and what comes later known. */
  isShuffled?: true;
  /** Present where training has rows that were shown and not taken. */
  hasShown?: true;
  /** Columns of outcomes that may hold the scores of a teacher; present where there are any beside shown rows. */
  scores?: readonly ScoreColumn[];
  /** Numeric fields of the items, as numbers; present where there are any. */
  itemNumbers?: readonly ItemNumbers[];
  /** Fields of users or events, and of items, that have a value in common; present where there are any. */
  sharedValues?: readonly SharedValues[];
  /** Columns that formulas of row weights may name; present where there are any. */
  outcomes?: readonly OutcomeSpec[];
}

/** What is known of the numbers of a field without them. */
export interface ItemNumbers {
  name: string;
  /** The smallest there is. */
  least: number;
  /** Items that have none. */
  missing: number;
}

type Described = Pick<Dataset, 'fields' | 'users' | 'items' | 'events' | 'hasTime' | 'shown' | 'protocol'> & {
  split: Pick<Dataset['split'], 'train'>;
};

const known = new WeakMap<Described, Schema>();

/** The same object for the same data set, so that a graph is judged against it once. */
export function schemaOf(dataset: Described): Schema {
  const schema = known.get(dataset) ?? describe(dataset);
  known.set(dataset, schema);
  return schema;
}

function describe(dataset: Described): Schema {
  const scores = scoreColumns(dataset);
  const itemNumbers = dataset.fields.flatMap(({ name, numbers }) => (numbers ? [{ name, ...rangeOf(numbers) }] : []));
  const shared = sharedValues(dataset.fields);
  const outcomes = outcomeSpecs(dataset.events.outcomes?.columns ?? []);
  return {
    fields: dataset.fields.map(({ name, owner, kind, rows, length }) => ({ name, owner, kind, rows, length })),
    users: dataset.users.length,
    items: dataset.items.length,
    events: dataset.split.train.length,
    hasTime: dataset.hasTime,
    ...(dataset.events.session ? { hasSessions: true } : {}),
    ...(dataset.protocol.split === 'random' ? { isShuffled: true } : {}),
    ...(dataset.shown?.part.includes(PART.train) ? { hasShown: true } : {}),
    ...(scores.length > 0 ? { scores } : {}),
    ...(outcomes.length > 0 ? { outcomes } : {}),
    ...(itemNumbers.length > 0 ? { itemNumbers } : {}),
    ...(shared.length > 0 ? { sharedValues: shared } : {}),
  };
}

function rangeOf(numbers: Float32Array): Omit<ItemNumbers, 'name'> {
  let [least, missing] = [Infinity, 0];
  for (const number of numbers) {
    if (Number.isFinite(number)) least = Math.min(least, number);
    else missing++;
  }
  return { least, missing };
}
