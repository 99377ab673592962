/**
 * A world is a generated sample data set with a known answer. Its three tables are ordinary parsed tables and take the
 * same way into the lab as an upload; the answer stays beside them in `Truth` and is never a column.
 */
import type { Roles, Table } from '../table';

export interface World {
  id: string;
  /** Events of the full size. */
  defaultEvents: number;
  /** Events of the size that is loaded when the page opens for the first time. */
  smallEvents: number;
  /** @throws RangeError where `events` is not a whole number in [MIN_EVENTS, MAX_EVENTS]. */
  generate(options: { events: number; seed: number }): GeneratedWorld;
}

/** What a world says in a language, in `words.<language>.ts` beside it. */
export interface WorldWords {
  title: string;
  about: string;
}

export interface GeneratedWorld {
  log: Table;
  items: Table;
  users: Table;
  roles: Roles;
  truth: Truth;
}

/** What the generator knows and no model is told. */
export interface Truth {
  /** Item ids, in the order of every score. */
  items: readonly string[];
  /**
   * Probability, up to a factor, that the user's event at `time` is each item, given everything the generator knew of
   * the person and of the past just before it drew: lasting taste, current mood, what was read last. Dice not yet
   * thrown then (which interest a new session takes, whether this click is a stray one) are summed over, so this is the
   * ceiling of every model. Items the user had already taken strictly before `time` are 0: no one takes an item twice.
   * @param time ms since the epoch; between two events the state of the later one counts, after the last a new session
   * begins
   * @returns [items]
   * @throws Error naming the user where the id is unknown
   */
  score(userId: string, time: number): Float32Array;
  /** Interests of a user with their shares (sum 1), largest first. */
  interests(userId: string): readonly Share[];
  /**
   * How much each field decides, as a share of the one of its side that decides most; 0 = noise. Fields that are not
   * there are not known to be either.
   */
  fields?: Readonly<Record<string, number>>;
  /** [log rows] the interest the event was drawn from. */
  eventInterest: readonly string[];
  /** [log rows] 1 where the event was a stray click: drawn without regard to taste. */
  stray: Uint8Array;
}

export interface Share {
  interest: string;
  share: number;
}

export const MIN_EVENTS = 500;
export const MAX_EVENTS = 1_000_000;

/** @throws RangeError where a world of this size cannot be generated. */
export function checkEvents(world: string, events: number): void {
  if (!Number.isInteger(events) || events < MIN_EVENTS || events > MAX_EVENTS) {
    throw new RangeError(
      `world "${world}": events is ${events}; a whole number from ${MIN_EVENTS} to ${MAX_EVENTS} is allowed`,
    );
  }
}
