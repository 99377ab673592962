/**
 * The past of a user as a model and the baselines may see it. A history lies strictly before the moment of what is asked; under
 * `ties: 'file'` moments are single lines, so the same rule gives the order of lines. Under 'random' splits, which have no before and
 * after, it is the user's training part without the event asked for.
 */
import type { Dataset, Events, Target } from './dataset';
import { rowStarts } from './events';

/** Histories of several rows, each [rows x length], oldest first, right-aligned: the newest event is in the last column. */
export interface Histories {
  rows: number;
  length: number;
  /** Item indices; 0 where masked. */
  items: Uint32Array;
  /** 1 = an event. */
  mask: Float32Array;
  /**
   * Days before the target's moment; 0 where masked or where the log has no time. Where the history is no prefix ('random' splits)
   * days before the newest event of the history.
   */
  ageDays: Float32Array;
}

const MS_PER_DAY = 86_400_000;

/** Positions of the events in a target's history, oldest first. */
export function historyOf(dataset: Pick<Dataset, 'userStart'>, target: Target): Uint32Array {
  if (target.historyEvents !== null) return target.historyEvents;
  const start = dataset.userStart[target.user]!;
  return Uint32Array.from({ length: target.history }, (_, i) => start + i);
}

/** Distinct items of a target's history, in the order of their first event. */
export function historyItemsOf(dataset: Pick<Dataset, 'userStart' | 'events'>, target: Target): Uint32Array {
  return Uint32Array.from(new Set(Array.from(historyOf(dataset, target), (e) => dataset.events.item[e]!)));
}

/** The newest `length` events before each target. */
export function encodeHistories(dataset: Dataset, targets: readonly Target[], length: number): Histories {
  const histories = emptyHistories(targets.length, length);
  targets.forEach((target, row) => {
    const positions = historyOf(dataset, target);
    const now = target.historyEvents === null
      ? dataset.events.time[dataset.userStart[target.user]! + target.history]
      : dataset.events.time[positions.at(-1) ?? 0];
    place(dataset, histories, row, positions.length, (i) => positions[i]!, now ?? 0);
  });
  return histories;
}

/** Writes the history of single training events; keeps what is the same for all of them. */
export interface TrainingHistories {
  /** @param trainIndex position in `split.train` of the event that is asked for */
  write(into: Histories, row: number, trainIndex: number): void;
}

export function trainingHistories(dataset: Dataset): TrainingHistories {
  const { events, split, protocol } = dataset;
  const { train } = split;
  const trainStart = rowStarts(train.map((e) => events.user[e]!), dataset.users.length);
  return {
    write(into, row, trainIndex) {
      const target = train[trainIndex]!;
      const user = events.user[target]!;
      const start = trainStart[user]!;
      if (protocol.split === 'random') {
        const others = trainStart[user + 1]! - start - 1;
        const other = (i: number): number => train[start + i < trainIndex ? start + i : start + i + 1]!;
        place(dataset, into, row, others, other, others > 0 ? events.time[other(others - 1)]! : 0);
        return;
      }
      let end = trainIndex;
      while (end > start && events.moment[train[end - 1]!] === events.moment[target]) end--;
      placeStretch(dataset, into, row, train, Math.max(start, end - into.length), end, events.time[target]!);
    },
  };
}

export const emptyHistories = (rows: number, length: number): Histories => ({
  rows, length, items: new Uint32Array(rows * length), mask: new Float32Array(rows * length), ageDays: new Float32Array(rows * length),
});

/** As `place`, for the usual case: what lies between two positions of a list. A call for each event would take most of the time. */
function placeStretch(
  { events, hasTime }: { events: Events; hasTime: boolean }, into: Histories, row: number,
  positions: Uint32Array, from: number, to: number, now: number,
): void {
  const { items, mask, ageDays, length } = into;
  const { item, time } = events;
  let slot = (row + 1) * length - (to - from);
  for (let at = from; at < to; at++, slot++) {
    const position = positions[at]!;
    items[slot] = item[position]!;
    mask[slot] = 1;
    if (hasTime) ageDays[slot] = (now - time[position]!) / MS_PER_DAY;
  }
}

function place(
  { events, hasTime }: { events: Events; hasTime: boolean }, into: Histories, row: number,
  count: number, positionAt: (i: number) => number, now: number,
): void {
  const { items, mask, ageDays, length } = into;
  const shown = Math.min(count, length);
  const end = (row + 1) * length;
  for (let i = 0; i < shown; i++) {
    const position = positionAt(count - shown + i);
    const slot = end - shown + i;
    items[slot] = events.item[position]!;
    mask[slot] = 1;
    if (hasTime) ageDays[slot] = (now - events.time[position]!) / MS_PER_DAY;
  }
}
