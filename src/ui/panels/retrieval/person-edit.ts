/** What a person on the page changed of the one who is looked at: events struck and added, fields set. */
import type { Person } from '../../../data/person';
import type { Who } from '../../../lab/evaluate/asked';
import type { Retrieval } from '../../../lab/evaluate/retrieve';
import type { FoundItem } from '../../../lab/loading/find-items';

export interface PersonEdit {
  /** By row; null of a new person. */
  base: number | null;
  /** What is shown of the base as it was, against which the lists move; null of a new person. */
  before: Retrieval | null;
  /** Of events of the log. */
  struck: ReadonlySet<number>;
  /** Newest first. */
  added: readonly FoundItem[];
  /** By name. */
  fields: Readonly<Record<string, string>>;
}

const UNTOUCHED = { struck: new Set<number>(), added: [], fields: {} };

export const NEW_PERSON: PersonEdit = { base: null, before: null, ...UNTOUCHED };
export const editOf = (before: Retrieval): PersonEdit => ({ base: before.user, before, ...UNTOUCHED });

/** Strikes an event, or has it again. */
export function toggled(edit: PersonEdit, event: number): PersonEdit {
  const struck = new Set(edit.struck);
  if (!struck.delete(event)) struck.add(event);
  return { ...edit, struck };
}

export const withEvent = (edit: PersonEdit, item: FoundItem): PersonEdit => ({ ...edit, added: [item, ...edit.added] });

/** @param place among those added */
export const withoutEvent = (edit: PersonEdit, place: number): PersonEdit => ({
  ...edit,
  added: edit.added.filter((_, at) => at !== place),
});

/** @param own the value the base has: set to that, the field is not set any more */
export function withField(edit: PersonEdit, name: string, value: string, own: string): PersonEdit {
  const { [name]: _, ...others } = edit.fields;
  return { ...edit, fields: value === own ? others : { ...others, [name]: value } };
}

/** A new person is one, whether anything was said of him or not. */
export const isChanged = ({ base, struck, added, fields }: PersonEdit): boolean =>
  base === null || struck.size > 0 || added.length > 0 || Object.keys(fields).length > 0;

/** Who is asked about: the user himself where nothing of him is changed. */
export function whoOf(edit: PersonEdit): Who {
  if (edit.base !== null && !isChanged(edit)) return edit.base;
  const past = edit.before?.history ?? [];
  return {
    base: edit.base,
    history: [
      ...past
        .filter(({ event }) => !edit.struck.has(event))
        .map(({ event }) => ({ event }))
        .toReversed(),
      ...edit.added.map(({ item }) => ({ item })).toReversed(),
    ],
    fields: edit.fields,
  } satisfies Person;
}

/** How many places an item has risen against the list before; null where it was not in it. */
export function risen(before: Retrieval, item: number, place: number): number | null {
  const was = before.model.findIndex((known) => known.item === item);
  return was < 0 ? null : was - place;
}
