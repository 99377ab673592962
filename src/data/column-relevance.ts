/**
 * Relevance as the log gives it: a column of numbers from 0 to 1 among the outcomes, of the pairs that the data set
 * keeps rows of; of a pair with several rows their mean. A cross join asks about pairs that no row is of. Nothing is
 * known of those, and nothing is made up: they are neither bad cases nor good ones.
 */
import type { Dataset } from './dataset';
import { rowStarts } from './events';
import type { Judge, Relevance } from './relevance';
import { PART } from './shown';
import { numbersOf } from './teacher-scores';
import { trainingPart } from './training-part';
import { trainingEnds } from './weight-formula/weigh';

/** Rows that lie in the training part of their user, or those behind it. */
export type RowsRead = 'training' | 'held-out';

/** Pairs by user. */
interface KnownPairs {
  /** [users + 1] where those of each user begin. */
  start: Uint32Array;
  /** Of each user distinct. */
  item: Uint32Array;
  relevance: Float32Array;
}

/** @throws Error where the rows have no such column of numbers */
export function columnRelevance(dataset: Dataset, column: string, rows: RowsRead): Relevance {
  const { start, item, relevance } = knownPairs(dataset, column, rows);
  return {
    among(items): Judge {
      /** Where each of them stands. */
      const places = new Map<number, number[]>();
      items.forEach((one, at) => places.set(one, [...(places.get(one) ?? []), at]));
      return ({ user }, out, into = 0) => {
        out.fill(Number.NaN, into, into + items.length);
        for (let pair = start[user]!; pair < start[user + 1]!; pair++)
          for (const at of places.get(item[pair]!) ?? []) out[into + at] = relevance[pair]!;
      };
    },
  };
}

/**
 * How many pairs of a batch could be sampled as bad cases, on average: those of a row's user and another row's item
 * that the column puts below the threshold, and that the user did not take. Rows are drawn alike of the N of training,
 * so a pair of user u and item i is expected B (B - 1) n_u n_i / N^2 times.
 */
export function pairsBelow(dataset: Dataset, column: string, threshold: number, batch: number): number {
  const { start, item, relevance } = knownPairs(dataset, column, 'training');
  const part = trainingPart(dataset);
  const { itemCounts } = dataset.split;
  let sum = 0;
  for (let user = 0; user + 1 < start.length; user++) {
    const own = part.item.subarray(part.start[user], part.start[user + 1]);
    const taken = new Set(own);
    for (let pair = start[user]!; pair < start[user + 1]!; pair++)
      if (relevance[pair]! < threshold && !taken.has(item[pair]!)) sum += own.length * itemCounts[item[pair]!]!;
  }
  return (batch * (batch - 1) * sum) / part.item.length ** 2;
}

function knownPairs(dataset: Dataset, column: string, rows: RowsRead): KnownPairs {
  const { events, shown, split, protocol, users } = dataset;
  const { outcomes } = events;
  const ofEvents = outcomes && numbersOf(outcomes.columns, column);
  if (!outcomes || !ofEvents) throw new Error(`the log has no column of numbers "${column}"`);
  const [user, item, value]: [number[], number[], number[]] = [[], [], []];
  const see = (who: number, what: number, number: number): void => {
    if (Number.isNaN(number)) return;
    user.push(who);
    item.push(what);
    value.push(number);
  };
  const isTraining = rows === 'training';
  const ends = trainingEnds(events, users.length, split, protocol);
  const held = [...split.validation, ...split.test].flatMap((target) => [...target.events]);
  for (const event of isTraining ? split.train : held) {
    const [who, first] = [events.user[event]!, outcomes.start[event]!];
    for (let row = first; row < outcomes.start[event + 1]!; row++)
      if (row === first || !isTraining || outcomes.time[row]! < ends[who]!)
        see(who, events.item[event]!, ofEvents[row]!);
  }
  const ofShown = shown && numbersOf(shown.columns, column);
  if (shown && ofShown)
    for (const [row, part] of shown.part.entries())
      if ((part === PART.train) === isTraining) see(shown.user[row]!, shown.item[row]!, ofShown[row]!);
  return merged(Uint32Array.from(user), item, value, users.length);
}

/** Rows in any order, of which those of a pair become one: their mean. */
function merged(user: Uint32Array, item: readonly number[], value: readonly number[], users: number): KnownPairs {
  const order = Uint32Array.from(user.keys()).sort((a, b) => user[a]! - user[b]! || item[a]! - item[b]! || a - b);
  const [owners, items, means]: [number[], number[], number[]] = [[], [], []];
  for (let at = 0; at < order.length;) {
    const [who, what] = [user[order[at]!]!, item[order[at]!]!];
    let [sum, count] = [0, 0];
    for (; at < order.length && user[order[at]!] === who && item[order[at]!] === what; at++, count++)
      sum += value[order[at]!]!;
    owners.push(who);
    items.push(what);
    means.push(sum / count);
  }
  return {
    start: rowStarts(Uint32Array.from(owners), users),
    item: Uint32Array.from(items),
    relevance: Float32Array.from(means),
  };
}
