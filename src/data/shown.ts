/**
 * Rows that were shown and not taken: which of them a data set keeps, of which part of the split they are, and what of
 * their user's past lies before them. They are labels of pairs and nothing else.
 */
import type { CollectedRows } from './collect-events';
import type { Dataset, Events, Protocol, Shown, Split } from './dataset';
import { rowStarts, sortByUserTimeLine, type KeptEvents, type RawEvents } from './events';
import { outcomesAt } from './outcomes';
import { timeCuts } from './split';
import { DataError } from './table';

/** What `Shown.part` says. */
export const PART = { train: 0, validation: 1, test: 2 } as const;
export type PartName = keyof typeof PART;

/** Rows of a part, as positions in `Shown`, ascending. */
export const shownOf = ({ part }: Pick<Shown, 'part'>, name: PartName): Uint32Array =>
  Uint32Array.from(part.keys()).filter((row) => part[row] === PART[name]);

/** How many rows each part has. */
export function shownCounts(shown: Pick<Shown, 'part'>): Record<PartName, number> {
  const counts = { train: 0, validation: 0, test: 0 };
  const names = Object.keys(PART) as PartName[];
  for (const part of shown.part) counts[names[part]!]++;
  return counts;
}

/** Under a random split rows that are no events have no part. @throws DataError `positives-random` */
export function refuseShownAtRandom({ positives, split }: Protocol): void {
  if (positives.trim() !== '' && split === 'random')
    throw new DataError({ code: 'positives-random', file: 'log', values: { positives } });
}

/** A point in the order of a log: that of a time, or of a line within a time where lines tell moments apart. */
interface Moment {
  time: number;
  line: number;
}
const isBefore = (a: Moment, b: Moment): boolean => a.time < b.time || (a.time === b.time && a.line < b.line);
const NEVER: Moment = { time: Infinity, line: 0 };

/**
 * The shown rows of kept users and items.
 *
 * - A row is of the part of its user's event that is nearest in time, of two as near of the later one, so that what
 *   was shown in a held-out part lies on both sides of what was taken there: were all of it later, whatever grows with
 *   time, such as how often an item was shown, would tell one from the other. Who trains only has all his rows in
 *   train. Under `time` the two cuts decide, for everybody.
 * - A row whose pair is an event of the same part or an earlier one is dropped: the pair was taken, and is one pair
 *   with one label. What is taken only in a later part stays, since to leave it out would tell what comes.
 * - Of the others the first row of a pair in each part is kept under `repeats: 'first'`, every row under 'all'.
 * - Histories end strictly before the row's moment; under `ties: 'file'` moments are single lines.
 *
 * @param others usable rows that are no positives
 * @param raw what `kept` was filtered from
 * @returns them, and which row of the log each of them is
 */
export function shownRows(
  { raw: rows, row: ofLog }: CollectedRows,
  raw: RawEvents,
  kept: KeptEvents,
  split: Split,
  protocol: Protocol,
): { shown: Shown; row: Uint32Array } {
  const { events, userStart, users, items } = kept;
  const [userOf, itemOf] = [new Int32Array(raw.userIds.length).fill(-1), new Int32Array(raw.itemIds.length).fill(-1)];
  kept.source.forEach((row, e) => {
    userOf[raw.user[row]!] = events.user[e]!;
    itemOf[raw.item[row]!] = events.item[e]!;
  });
  const order = sortByUserTimeLine(rows, rows.time).filter(
    (row) => userOf[rows.user[row]!]! >= 0 && itemOf[rows.item[row]!]! >= 0,
  );
  const byLine = protocol.ties === 'file';
  const momentOf = (from: Pick<Events, 'time' | 'line'>, at: number): Moment => ({
    time: from.time[at]!,
    line: byLine ? from.line[at]! : 0,
  });
  const cuts = cutsOf(kept, split, protocol, (event) => momentOf(events, event));
  const partAt = (user: number, moment: Moment): number =>
    isBefore(moment, cuts.validation[user]!)
      ? PART.train
      : isBefore(moment, cuts.test[user]!)
        ? PART.validation
        : PART.test;

  // Users come one after the other: of each item the user it was last met with is enough.
  const taken = { by: new Int32Array(items.length).fill(-1), part: new Uint8Array(items.length) };
  const met = Object.values(PART).map(() => new Int32Array(items.length).fill(-1));
  const [source, parts, histories]: number[][] = [[], [], []];
  let [user, before] = [-1, 0];
  for (const row of order) {
    const own = userOf[rows.user[row]!]!;
    const item = itemOf[rows.item[row]!]!;
    if (own !== user) {
      [user, before] = [own, 0];
      // From the last event on: the first of a pair has the say.
      for (let e = userStart[user + 1]! - 1; e >= userStart[user]!; e--) {
        taken.by[events.item[e]!] = user;
        taken.part[events.item[e]!] = partAt(user, momentOf(events, e));
      }
    }
    const moment = momentOf(rows, row);
    const start = userStart[user]!;
    while (start + before < userStart[user + 1]! && isBefore(momentOf(events, start + before), moment)) before++;
    const part = partAt(user, moment);
    if (taken.by[item] === user && taken.part[item]! <= part) continue;
    if (protocol.repeats === 'first' && met[part]![item] === user) continue;
    met[part]![item] = user;
    source!.push(row);
    parts!.push(part);
    histories!.push(before);
  }
  const these = Uint32Array.from(source!);
  const ofUser = these.map((row) => userOf[rows.user[row]!]!);
  return {
    shown: {
      user: ofUser,
      item: these.map((row) => itemOf[rows.item[row]!]!),
      time: Float64Array.from(these, (row) => rows.time[row]!),
      line: these.map((row) => rows.line[row]!),
      start: rowStarts(ofUser, users.length),
      part: Uint8Array.from(parts!),
      history: Uint32Array.from(histories!),
      columns: outcomesAt(rows.outcomes, these),
    },
    row: these.map((row) => ofLog[row]!),
  };
}

/** [users] where the validation part of each begins, and where his test part does. */
function cutsOf(
  { events, users }: KeptEvents,
  { validation, test }: Pick<Dataset['split'], 'validation' | 'test'>,
  { split }: Protocol,
  momentOf: (event: number) => Moment,
): Record<'validation' | 'test', Moment[]> {
  if (split === 'time') {
    const [first, second] = timeCuts(events).map((time) => ({ time, line: 0 }));
    return { validation: users.map(() => first!), test: users.map(() => second!) };
  }
  const cuts = { validation: users.map(() => NEVER), test: users.map(() => NEVER) };
  for (const { user, events: held } of validation) cuts.validation[user] = between(held[0]!);
  for (const { user, events: held } of test) cuts.test[user] = between(held[0]!);
  return cuts;

  /** Half-way from the event before to this one, which has one before it; of one time the line decides. */
  function between(event: number): Moment {
    const [before, own] = [events.time[event - 1]!, events.time[event]!];
    return before < own ? { time: (before + own) / 2, line: 0 } : momentOf(event);
  }
}
