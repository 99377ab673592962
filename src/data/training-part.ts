/**
 * The training events as columns of their own: a batch reads them at random places, and each of these is one load
 * instead of two that wait for each other.
 */
import type { Dataset } from './dataset';
import { rowStarts } from './events';

/** In the order of `split.train`: by user, then by time. */
export interface TrainingPart {
  user: Uint32Array;
  item: Uint32Array;
  /** [users + 1] where the events of each user begin. */
  start: Uint32Array;
}

export function trainingPart({ events, split: { train }, users }: Dataset): TrainingPart {
  const user = train.map((e) => events.user[e]!);
  return { user, item: train.map((e) => events.item[e]!), start: rowStarts(user, users.length) };
}

/** The training events of all users, the oldest first. */
export interface TrainingInTime {
  items: Uint32Array;
  /** As in `Events`, in milliseconds. */
  times: Float64Array;
}

export function trainingInTime({ events, split }: Pick<Dataset, 'events' | 'split'>): TrainingInTime {
  const order = split.train.toSorted((a, b) => events.time[a]! - events.time[b]!);
  return {
    items: order.map((event) => events.item[event]!),
    times: Float64Array.from(order, (event) => events.time[event]!),
  };
}
