/** Runs whose weights may be asked beside those on screen. */
import type { Run } from './run';

export const isRanker = ({ graph }: Pick<Run, 'graph'>): boolean => graph.kind === 'ranker';

/** Runs of the loaded data whose weights are kept, the newest first. @param leaving ids of those about to be deleted */
export const usableRuns = (
  runs: readonly Run[],
  leaving: readonly string[],
  fingerprint: string | undefined,
): readonly Run[] =>
  runs.filter(
    ({ id, data, checkpointBytes }) => data.fingerprint === fingerprint && checkpointBytes > 0 && !leaving.includes(id),
  );
