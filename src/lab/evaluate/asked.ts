/** Who is asked about: a user of the log, or a person who is made up over it. */
import type { Dataset, Target } from '../../data/dataset';
import { withPerson, type Person } from '../../data/person';
import type { LiveModel } from '../training/live-model';
import { Serving } from '../training/serving';

/** A user by row, or a person. */
export type Who = number | Person;

/** A person and the data he stands in: the log, or a copy of it with one more user. */
export interface PersonAsked {
  dataset: Dataset;
  target: Target;
  /** By row of the log: he himself, or whom he was made from; null of a person who is made up from nothing. */
  user: number | null;
}

/** What answers a question about one person. */
export interface Asked extends PersonAsked {
  /** Of two towers the vectors of users alone: the items of a person are those of everybody. */
  serving: Serving;
}

const NONE = new Uint32Array(0);

/** The user whom it is about, or whom the person was made from. */
export const baseOf = (who: Who): number | null => (typeof who === 'number' ? who : who.base);

/** The test question of a user, or one without held-out items where the user is not tested. */
export function targetOf(dataset: Dataset, user: number): Target {
  return dataset.split.test.find((target) => target.user === user) ?? atEnd(dataset, user);
}

/** What a user may be asked after the last event of the log: no item is held out, and all events are history. */
export function atEnd({ userStart }: Pick<Dataset, 'userStart'>, user: number): Target {
  const start = userStart[user] ?? 0;
  return {
    user,
    events: NONE,
    items: NONE,
    history: (userStart[user + 1] ?? start) - start,
    historyEvents: null,
    apart: NONE,
  };
}

/** @throws RangeError for a user, or anything of a person, that the data set does not have */
export function personAsked(dataset: Dataset, who: Who): PersonAsked {
  const user = baseOf(who);
  if (user !== null) checkUser(dataset, user);
  const asked = user === null ? null : targetOf(dataset, user);
  return typeof who === 'number' ? { dataset, target: asked!, user } : { ...withPerson(dataset, who, asked), user };
}

/**
 * `answer` is called before the first wait.
 * @throws RangeError as `personAsked`
 */
export async function asking<T>(model: LiveModel, who: Who, answer: (asked: Asked) => Promise<T>): Promise<T> {
  const { dataset, compiled, weights } = model;
  const person = personAsked(dataset, who);
  if (person.dataset === dataset) return answer({ ...person, serving: model.serving });
  const serving = new Serving(compiled, person.dataset, weights);
  return answer({ ...person, serving }).finally(() => serving.dispose());
}

/** @throws RangeError for a user the data set does not have */
export function checkUser({ users }: Pick<Dataset, 'users'>, user: number): void {
  if (!Number.isInteger(user) || user < 0 || user >= users.length)
    throw new RangeError(`user index ${user}; this data set has ${users.length} users`);
}
