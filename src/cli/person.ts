/** Whom a command asks about: a user of the log, with changes or without, or a person who is made up. */
import type { PersonEvent } from '../data/person';
import type { Who } from '../lab/evaluate/asked';
import type { Lab } from '../lab/protocol';
import type { Flags } from './flags';
import { speech } from './speech';
import { UsageError } from './usage-error';

/** @throws UsageError naming the flag, for a user, an item, a field or a value that is not there */
export async function whoIsAsked(lab: Lab, { user: id, history, without, set }: Flags): Promise<Who> {
  const base = id === undefined ? null : await userOf(lab, id);
  if (base !== null && !history && !without && !set) return base;
  const fields = set ? await checkedFields(lab, base, set) : {};
  if (history) return { base, history: await Promise.all(history.map((one) => eventOf(lab, one))), fields };
  const { history: past } = await lab.ask('retrieve', { user: base!, k: 1 });
  const struck = without?.map((item) => {
    if (past.some((event) => event.id === item)) return item;
    throw new UsageError(`--without: "${item}" is not in the history of "${id}"`);
  });
  return {
    base,
    history: past
      .filter((event) => !struck?.includes(event.id))
      .map(({ event }) => ({ event }))
      .toReversed(),
    fields,
  };
}

/** What stands above the answer. */
export const nameOf = (id: string, title: string): string => {
  if (id === '') return speech.words.person.new;
  return title === id ? id : `${id}: ${title}`;
};

/** A user by its id as it appears in the log. @throws UsageError */
export async function userOf(lab: Lab, wanted: string): Promise<number> {
  const { users } = await lab.ask('findUsers', { text: wanted, limit: Number.MAX_SAFE_INTEGER });
  const user = users.find(({ id }) => id === wanted);
  if (!user) throw new UsageError(`--user: no user "${wanted}" is left after the log’s filters`);
  return user.user;
}

/** An item by its id as it appears in the log. @throws UsageError */
export const itemOf = async (lab: Lab, wanted: string, flag: string): Promise<number> =>
  (await itemsOf(lab, [wanted], flag))[0]!;

/** The same for a list of them. @throws UsageError naming the first that is not there */
export async function itemsOf(lab: Lab, wanted: readonly string[], flag: string): Promise<number[]> {
  const { items } = await lab.ask('findItems', { text: '', limit: Number.MAX_SAFE_INTEGER });
  const known = new Map(items.map(({ id, item }) => [id, item]));
  return wanted.map((id) => {
    const item = known.get(id);
    if (item === undefined) throw new UsageError(`${flag}: no item "${id}" is left after the log’s filters`);
    return item;
  });
}

/** ID or ID@TIME; an id may have an @ of its own. */
async function eventOf(lab: Lab, given: string): Promise<PersonEvent> {
  const at = given.lastIndexOf('@');
  const time = at > 0 ? Date.parse(given.slice(at + 1)) : Number.NaN;
  return Number.isNaN(time)
    ? { item: await itemOf(lab, given, '--history') }
    : { item: await itemOf(lab, given.slice(0, at), '--history'), time };
}

async function checkedFields(
  lab: Lab,
  user: number | null,
  set: ReadonlyMap<string, string>,
): Promise<Record<string, string>> {
  const { fields } = await lab.ask('personFields', { user, most: Number.MAX_SAFE_INTEGER });
  for (const [name, value] of set) {
    const field = fields.find((known) => known.name === name);
    if (!field)
      throw new UsageError(
        `--set: these weights read no field "${name}" that can be set; known: ${fields.map((known) => known.name).join(', ') || 'none'}`,
      );
    const parts = field.values.includes(value) ? [] : value.split('|').filter((part) => part !== '');
    const wrong = parts.find((part) => !field.values.includes(part));
    if (wrong !== undefined || parts.length > field.most)
      throw new UsageError(
        `--set: "${name}" takes ${field.most > 1 ? `up to ${field.most} of` : 'one of'} ${field.values.slice(0, SHOWN_VALUES).join(', ')}${field.values.length > SHOWN_VALUES ? ', …' : ''}; got "${wrong ?? value}"`,
      );
  }
  return Object.fromEntries(set);
}

const SHOWN_VALUES = 12;
