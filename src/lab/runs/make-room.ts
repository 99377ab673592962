import type { Run } from './run';

/**
 * The runs whose checkpoints go, so that those that stay take no more than `limit` bytes: the oldest first. Pinned runs
 * and those of `kept` keep theirs, also where they alone are above the limit. Curves and results stay.
 */
export function checkpointsToDrop(runs: readonly Run[], kept: ReadonlySet<string>, limit: number): Run[] {
  let bytes = runs.reduce((sum, { checkpointBytes }) => sum + checkpointBytes, 0);
  const dropped: Run[] = [];
  for (const run of droppable(runs, kept)) {
    if (bytes <= limit) break;
    bytes -= run.checkpointBytes;
    dropped.push(run);
  }
  return dropped;
}

/** Runs whose checkpoints may go, the oldest first. */
export const droppable = (runs: readonly Run[], kept: ReadonlySet<string>): Run[] =>
  runs
    .filter(({ id, pinned, checkpointBytes }) => !kept.has(id) && !pinned && checkpointBytes > 0)
    .toSorted((a, b) => a.startedAt.localeCompare(b.startedAt));
