/**
 * Weights of the training events by a formula.
 *
 * The formula is evaluated for each row of the log. The weight of an event is the sum over the rows of its user/item
 * pair that lie before the training part of its user ends, its own row first (under `repeats: 'all'` its own row
 * alone); then all are divided by their mean over the training events. So a purchase that follows a click counts for
 * the click, unless it lies at or after the first moment that is held out: what happens then is not known at training.
 * Under a `random` split no part ends at a moment, and all rows of a training pair count.
 *
 * A weight belongs to the row of the loss, sum(w L) / sum(w) over a batch: log q, counts and histories are those of
 * the unweighted log, for an event is drawn, and stands as a column, as often as without weights.
 */
import type { Events, Protocol, Split } from '../dataset';
import { timeCuts } from '../split';
import { bindFormula } from './evaluate';
import type { Formula } from './formula';
import { refused } from './problem';

export interface Weighable {
  events: Events;
  users: readonly string[];
}

/**
 * @returns [events] with mean 1 over the training events; 0 for held-out events, which nothing reads
 * @throws DataError those of `bindFormula`; `weight-bad-row` with the line of a row that is worth less than 0, or no
 * finite number; `weight-all-zero` where no training event is worth anything
 */
export function weighEvents(
  formula: Formula,
  { events, users }: Weighable,
  split: Split,
  protocol: Protocol,
): Float32Array {
  const { start, time, line, columns } = events.outcomes!;
  const valueOf = bindFormula(formula, columns);
  const everywhere = { start: 0, end: formula.text.length };
  const ends = trainingEnds(events, users.length, split, protocol);
  const sums = new Float64Array(events.user.length);
  let total = 0;
  for (const event of split.train) {
    const end = ends[events.user[event]!]!;
    for (let row = start[event]!; row < start[event + 1]!; row++) {
      if (row > start[event]! && !(time[row]! < end)) continue;
      const value = valueOf(row);
      // Past what a 32-bit float holds, too.
      if (!(value >= 0) || !Number.isFinite(Math.fround(value)))
        throw refused('weight-bad-row', formula.text, everywhere, { line: line[row]!, value: String(value) });
      sums[event]! += value;
    }
    total += sums[event]!;
  }
  if (total === 0) throw refused('weight-all-zero', formula.text, everywhere);
  const mean = total / split.train.length;
  return Float32Array.from(sums, (sum) => sum / mean);
}

/** [users] the first moment that is held out from each; infinite where none is. */
export function trainingEnds(events: Events, users: number, split: Split, { split: rule }: Protocol): Float64Array {
  if (rule === 'time') return new Float64Array(users).fill(timeCuts(events)[0]);
  const ends = new Float64Array(users).fill(Infinity);
  if (rule === 'random') return ends;
  for (const { user, events: held } of [...split.validation, ...split.test])
    ends[user] = Math.min(ends[user]!, events.time[held[0]!]!);
  return ends;
}
