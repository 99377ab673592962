/** Rows of a data set that a side is fed with. */
import type { Batch } from '../../../data/batches';
import type { Histories } from '../../../data/history';
import type { CompiledGraph } from '../compile';
import type { UserRows } from '../encode';

/** Rows of one side, at most as many as the buffers hold. */
export interface RowSet {
  /** [rows] item indices on the item side, user indices on the user side. */
  rows: Uint32Array;
  /** [rows] events the context fields are read from; only the user side has them. */
  readonly events: Uint32Array | null;
  /** [rows] when each row asks, in milliseconds since the epoch; only the user side has them. */
  readonly moments?: Float64Array | undefined;
  /**
   * Pasts of `compiled.historyLength` events, or of `compiled.pastUsersLength` users; null where no node reads them.
   */
  history: Histories | null;
  /** The windows of it, in the order of `compiled.windows`; only the user side has them. */
  windows: readonly Histories[];
}

/** Users as of given moments, as their side is fed with them. */
export const ofUsers = ({ users, ...read }: UserRows): RowSet => ({ rows: users, ...read });

/** Items of the item side's rows: [B x C] all candidates of a ranker, else all columns that have no vector yet. */
export function columnItems({ items, sampled, ages, candidates }: Batch): Uint32Array {
  if (candidates) return candidates.items;
  if (sampled.length === 0 || ages) return items;
  const all = new Uint32Array(items.length + sampled.length);
  all.set(items);
  all.set(sampled, items.length);
  return all;
}

/** Both sides' rows of a training batch. */
export function rowSets(
  batch: Batch,
  { historyLength }: Pick<CompiledGraph, 'historyLength'>,
): { user: RowSet; item: RowSet } {
  return {
    user: {
      rows: batch.users,
      get events() {
        return batch.events;
      },
      get moments() {
        return batch.moments;
      },
      history: historyLength === 0 ? null : batch.history,
      windows: batch.windows,
    },
    item: { rows: columnItems(batch), events: null, history: batch.pastUsers, windows: [] },
  };
}
