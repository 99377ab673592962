/**
 * A person over a log: one of its users with some of what is known of him changed, or one who is made up. He stands in
 * a copy of the data set as one more user behind all others, so that whatever reads a data set reads him like anyone.
 */
import { FIRST_VALUE, isText, MISSING, UNKNOWN, type Dataset, type Events, type Field, type Target } from './dataset';

/**
 * An event of the log, by its position, or one that never was: an item, and when (milliseconds since the epoch).
 * Without a time it lies at that of the event before it in the list; the first at the moment that is asked about, or
 * at the end of the log where there is none.
 */
export type PersonEvent = { event: number } | { item: number; time?: number | null };

export interface Person {
  /** Whose id, fields and held-out items are his where nothing else is said, by the user's row; null = nobody's. */
  base: number | null;
  /** Oldest first; put in the order of time where the log has any. */
  history: readonly PersonEvent[];
  /**
   * Other values of fields of the user or of the context (`isSettable`), as their vocabulary has them; several of a
   * multi-valued one apart by `|`, '' = missing.
   */
  fields: Readonly<Record<string, string>>;
}

/** Whether a person may be given a value of a field: neither an id nor a text, nor a number without buckets. */
export const isSettable = (field: Pick<Field, 'owner' | 'kind' | 'weights'>): boolean =>
  field.owner !== 'item' && !isText(field) && field.kind !== 'id' && (field.kind === 'bag' || field.weights === null);

/**
 * The data set with the person as its last user, and what he is asked.
 * @param asked what his base is asked; null where he has none
 * @throws RangeError for an event, an item, a field or a value that is not there
 */
export function withPerson(
  dataset: Dataset,
  person: Person,
  asked: Target | null,
): { dataset: Dataset; target: Target } {
  const { events, users, userStart } = dataset;
  const user = users.length;
  const start = events.item.length;
  const past = pastOf(dataset, person, asked);
  const behind = asked && asked.events.length > 0 ? Array.from(eventsBehind(dataset, asked)) : [];
  const added: AddedEvent[] = [
    ...past,
    ...behind.map((event): AddedEvent => ({ event, item: events.item[event]!, time: events.time[event]! })),
  ];
  // Nothing is held out: an event that never comes says what time it is, and in which context.
  if (behind.length === 0)
    added.push({ event: contextOf(dataset, person, past), item: 0, time: past.at(-1)?.time ?? endOf(dataset) });
  const held = asked && behind.length > 0 ? asked.events.map((event) => behind.indexOf(event)) : Uint32Array.of(0);
  const owner = { user: [person.base], context: added.map(({ event }) => event) };
  const own = { user, context: start };
  for (const name of Object.keys(person.fields)) checkField(dataset, name);
  return {
    dataset: {
      ...dataset,
      users: [...users, person.base === null ? '' : users[person.base]!],
      userTitles: [...dataset.userTitles, person.base === null ? '' : dataset.userTitles[person.base]!],
      events: withEvents(events, user, added),
      userStart: Uint32Array.from([...userStart, start + added.length]),
      shown: null,
      fields: dataset.fields.map((field) =>
        field.owner === 'item'
          ? field
          : withRows(field, own[field.owner], owner[field.owner], person.fields[field.name]),
      ),
    },
    target: {
      user,
      history: past.length,
      historyEvents: asked?.historyEvents ? Uint32Array.from(past, (_, at) => start + at) : null,
      events: held.map((at) => start + past.length + at),
      items: asked?.items ?? new Uint32Array(0),
      apart: asked?.apart ?? new Uint32Array(0),
    },
  };
}

/** `event`: of the log, whose session and context it has; null where it never was. */
interface AddedEvent {
  event: number | null;
  item: number;
  time: number;
}

/** The moment of the last event; 0 where the log has no time. */
const endOf = ({ events, hasTime }: Pick<Dataset, 'events' | 'hasTime'>): number =>
  hasTime ? events.time.reduce((a, b) => Math.max(a, b), 0) : 0;

function pastOf(dataset: Dataset, { history }: Person, asked: Target | null): AddedEvent[] {
  const { events, items, hasTime } = dataset;
  const first = asked?.events[0];
  let time = first !== undefined && hasTime ? events.time[first]! : endOf(dataset);
  const known = (at: number, count: number, what: string): number => {
    if (!Number.isInteger(at) || at < 0 || at >= count)
      throw new RangeError(`${what} ${at}; this data set has ${count}`);
    return at;
  };
  const past = history.map((own): AddedEvent => {
    if ('event' in own) {
      const event = known(own.event, events.item.length, 'event');
      time = events.time[event]!;
      return { event, item: events.item[event]!, time };
    }
    // Without times the order alone counts.
    time = hasTime ? (own.time ?? time) : time + 1;
    return { event: null, item: known(own.item, items.length, 'item'), time };
  });
  return hasTime ? past.toSorted((a, b) => a.time - b.time) : past;
}

/** What follows the history that is asked about, the held-out events among it; those alone where it is no prefix. */
function eventsBehind({ userStart }: Dataset, { user, history, historyEvents, events }: Target): Uint32Array {
  if (historyEvents !== null) return events;
  const first = userStart[user]! + history;
  return Uint32Array.from({ length: userStart[user + 1]! - first }, (_, at) => first + at);
}

/** Whose context is his: that of the newest event that was, else of his base's last. */
const contextOf = ({ userStart }: Dataset, { base }: Person, past: readonly AddedEvent[]): number | null =>
  past.findLast(({ event }) => event !== null)?.event ?? (base === null ? null : userStart[base + 1]! - 1);

function withEvents(events: Events, user: number, added: readonly AddedEvent[]): Events {
  const longer = (all: Uint32Array, of: (event: AddedEvent, at: number) => number): Uint32Array => {
    const out = new Uint32Array(all.length + added.length);
    out.set(all);
    added.forEach((event, at) => (out[all.length + at] = of(event, at)));
    return out;
  };
  const time = new Float64Array(events.time.length + added.length);
  time.set(events.time);
  added.forEach((event, at) => (time[events.time.length + at] = event.time));
  // An event that never was is of the session before it.
  let session = 0;
  return {
    ...events,
    user: longer(events.user, () => user),
    item: longer(events.item, ({ item }) => item),
    time,
    tieGroup: longer(events.tieGroup, (_, at) => at),
    session:
      events.session &&
      longer(events.session, ({ event }) => (session = event === null ? session : events.session![event]!)),
    weight: null,
    outcomes: null,
    line: longer(events.line, () => 0),
  };
}

/**
 * A field with rows behind the first `own`: copies of rows, or rows of no one. Slots are copied when they are asked
 * for, since those of texts are made then.
 */
function withRows(field: Field, own: number, copies: readonly (number | null)[], value: string | undefined): Field {
  const { name, owner, kind, rows, vocabulary, length } = field;
  const set = value === undefined ? null : slotsOf(field, value);
  const nobody: Slots = { ids: [kind === 'id' ? UNKNOWN : MISSING], weights: [1] };
  let made: { ids: Uint32Array; weights: Float32Array | null } | null = null;
  const make = () => {
    if (made) return made;
    const before = own * length;
    const ids = new Uint32Array(before + copies.length * length).fill(MISSING, before);
    const weights = field.weights && new Float32Array(ids.length);
    ids.set(field.ids.subarray(0, before));
    weights?.set(field.weights!.subarray(0, before));
    copies.forEach((copied, at) => {
      const first = before + at * length;
      const slots = set ?? (copied === null ? nobody : null);
      if (slots) {
        ids.set(slots.ids, first);
        weights?.set(slots.weights, first);
        return;
      }
      ids.copyWithin(first, copied! * length, (copied! + 1) * length);
      weights?.copyWithin(first, copied! * length, (copied! + 1) * length);
    });
    return (made = { ids, weights });
  };
  return {
    name,
    owner,
    kind,
    rows,
    vocabulary,
    length,
    get ids() {
      return make().ids;
    },
    get weights() {
      return field.weights && make().weights;
    },
  };
}

interface Slots {
  ids: number[];
  weights: number[];
}

function slotsOf({ name, kind, vocabulary, length }: Field, value: string): Slots {
  const parts = kind === 'bag' && !vocabulary.includes(value) ? value.split('|') : [value];
  const ids = parts.filter((part) => part !== '').map((part) => FIRST_VALUE + vocabulary.indexOf(part));
  const wrong = ids.findIndex((id) => id < FIRST_VALUE);
  if (wrong >= 0) throw new RangeError(`the field "${name}" has no value "${parts[wrong]}"`);
  if (ids.length > length) throw new RangeError(`the field "${name}" holds ${length} values, got ${ids.length}`);
  return ids.length === 0 ? { ids: [MISSING], weights: [1] } : { ids, weights: ids.map(() => 1 / ids.length) };
}

function checkField({ fields }: Pick<Dataset, 'fields'>, name: string): void {
  const field = fields.find((known) => known.name === name);
  if (field && isSettable(field)) return;
  const known = fields.filter(isSettable).map((one) => one.name);
  throw new RangeError(`no field "${name}" of a person can be set; known: ${known.join(', ') || 'none'}`);
}
