/** Who is asked about: a user of the log, or a person who is made up over it. */
import type { Dataset, Target } from '../../data/dataset';
import { withPerson, type Person } from '../../data/person';
import { Encoder } from '../../model/run/encode';
import type { LiveModel } from '../training/live-model';

/** A user by row, or a person. */
export type Who = number | Person;

/** What answers a question about one person: the data he stands in, what encodes him, and what he is asked. */
export interface Asked {
  dataset: Dataset;
  /** Of users alone: the items of a person are those of everybody. */
  encoder: Encoder;
  target: Target;
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
export async function asking<T>(model: LiveModel, who: Who, answer: (asked: Asked) => Promise<T>): Promise<T> {
  const { dataset, compiled, weights } = model;
  const base = baseOf(who);
  if (base !== null) checkUser(dataset, base);
  const asked = base === null ? null : targetOf(dataset, base);
  if (typeof who === 'number') return answer({ dataset, encoder: model.encoder, target: asked! });
  const made = withPerson(dataset, who, asked);
  const encoder = new Encoder(compiled, made.dataset, weights);
  return answer({ ...made, encoder }).finally(() => encoder.dispose());
}

/** @throws RangeError for a user the data set does not have */
export function checkUser({ users }: Pick<Dataset, 'users'>, user: number): void {
  if (!Number.isInteger(user) || user < 0 || user >= users.length)
    throw new RangeError(`user index ${user}; this data set has ${users.length} users`);
}
