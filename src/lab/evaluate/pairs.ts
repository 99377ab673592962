/**
 * The pairs of a held-out part: what its users took, and what they were shown and did not take. A ranking of the
 * catalogue asks for the first alone; here both are scored, each as of its own moment, and told apart by their scores.
 */
import type { Dataset, Events, Past } from '../../data/dataset';
import { PART, shownOf } from '../../data/shown';
import type { Part } from './baseline-figures';
import type { Metrics } from './metrics';
import { auc, gauc } from './pair-metrics';

/** One entry each. Those of a part are sorted by user, then by how much of the user's past lies before them. */
export interface HeldOutPairs {
  users: Uint32Array;
  items: Uint32Array;
  /** 1 = taken. */
  labels: Uint8Array;
  /** Leading events of the user that lie strictly before the pair's moment: what is known of him. */
  history: Uint32Array;
  /** As in `Events`. */
  time: Float64Array;
  /** Owner rows of context fields. */
  contexts: Uint32Array;
}

/**
 * The events of a part and its shown rows, of the users who are asked in it. Null in a data set without shown rows.
 * What was taken has the history of its own moment too, which is that of the ranking where the part is one moment.
 */
export function pairsOf({ events, userStart, shown, split }: Dataset, part: Part): HeldOutPairs | null {
  if (shown === null) return null;
  const pairs: (Record<'user' | 'item' | 'history' | 'time' | 'context', number> & { label: 0 | 1 })[] = [];
  for (const { user, events: held } of split[part]) {
    const own: typeof pairs = [];
    for (const event of held) {
      const history = eventsBefore(event, events, userStart[user]!);
      own.push({ user, item: events.item[event]!, label: 1, history, time: events.time[event]!, context: event });
    }
    for (let row = shown.start[user]!; row < shown.start[user + 1]!; row++) {
      if (shown.part[row] !== PART[part]) continue;
      const [item, history, time] = [shown.item[row]!, shown.history[row]!, shown.time[row]!];
      own.push({ user, item, label: 0, history, time, context: events.user.length + row });
    }
    for (const pair of own.sort((a, b) => a.history - b.history)) pairs.push(pair);
  }
  return {
    users: Uint32Array.from(pairs, ({ user }) => user),
    items: Uint32Array.from(pairs, ({ item }) => item),
    labels: Uint8Array.from(pairs, ({ label }) => label),
    history: Uint32Array.from(pairs, ({ history }) => history),
    time: Float64Array.from(pairs, ({ time }) => time),
    contexts: Uint32Array.from(pairs, ({ context }) => context),
  };
}

/** How many events of the user lie strictly before the moment of one. @param start of his events */
function eventsBefore(event: number, { tieGroup }: Pick<Events, 'tieGroup'>, start: number): number {
  let first = event;
  while (first > start && tieGroup[first - 1] === tieGroup[event]) first--;
  return first - start;
}

/** And the lines of the log that they are. */
export type LoggedPairs = HeldOutPairs & { lines: Uint32Array };

/**
 * Every event and every shown row, of whatever part, each as of its own moment.
 * @throws RangeError of a random split: what is held out there lies before what is not
 */
export const pairsOfLog = (dataset: Dataset): LoggedPairs =>
  pairsOfRows(
    dataset,
    Uint32Array.from(dataset.events.user.keys()),
    Uint32Array.from(dataset.shown?.user.keys() ?? []),
  );

/**
 * The same of the training part: its events in the order of `split.train`, and behind them its shown rows.
 * @throws RangeError as `pairsOfLog`
 */
export const pairsOfTraining = (dataset: Dataset): LoggedPairs =>
  pairsOfRows(dataset, dataset.split.train, dataset.shown ? shownOf(dataset.shown, 'train') : new Uint32Array(0));

/** @param taken positions in `Events` @param others positions in `Shown` */
function pairsOfRows(
  { events, userStart, shown, protocol }: Dataset,
  taken: Uint32Array,
  others: Uint32Array,
): LoggedPairs {
  if (protocol.split === 'random') throw new RangeError('pairs of rows: a random split keeps no order');
  const length = taken.length + others.length;
  const of =
    (ofEvent: (event: number) => number, ofShown: ArrayLike<number> | undefined) => (_: unknown, row: number) =>
      row < taken.length ? ofEvent(taken[row]!) : ofShown![others[row - taken.length]!]!;
  const column = (ofEvents: ArrayLike<number>, ofShown: ArrayLike<number> | undefined) =>
    of((event) => ofEvents[event]!, ofShown);
  return {
    users: Uint32Array.from({ length }, column(events.user, shown?.user)),
    items: Uint32Array.from({ length }, column(events.item, shown?.item)),
    labels: Uint8Array.from({ length }, (_, row) => Number(row < taken.length)),
    history: Uint32Array.from(
      { length },
      of((event) => eventsBefore(event, events, userStart[events.user[event]!]!), shown?.history),
    ),
    time: Float64Array.from({ length }, column(events.time, shown?.time)),
    lines: Uint32Array.from({ length }, column(events.line, shown?.line)),
    contexts: Uint32Array.from(
      { length },
      of(
        (event) => event,
        shown?.user.map((__, row) => events.user.length + row),
      ),
    ),
  };
}

/** What is known of the user when he is asked about a pair. */
export const pastAt = ({ users, history, time }: HeldOutPairs, pair: number): Past => ({
  user: users[pair]!,
  history: history[pair]!,
  historyEvents: null,
  time: time[pair]!,
});

/** How many pairs there are to compare, and how many users have both kinds. */
export interface PairCounts {
  taken: number;
  shown: number;
  users: number;
}

export function pairCounts({ users, labels }: HeldOutPairs): PairCounts {
  const taken = labels.reduce((sum, label) => sum + label, 0);
  // Whatever the scores.
  const both = gauc(new Float32Array(labels.length), labels, users);
  return { taken, shown: labels.length - taken, users: both?.users ?? 0 };
}

/** `auc` and `gauc`, each where there is something to compare. @param scores [pairs] */
export function pairMetrics({ users, labels }: HeldOutPairs, scores: Float32Array): Metrics {
  const all = auc(scores, labels);
  const byUser = gauc(scores, labels, users);
  return { ...(all === null ? {} : { auc: all }), ...(byUser === null ? {} : { gauc: byUser.value }) };
}
