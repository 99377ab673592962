/** Which runs may be stages, and which ones are until a person chooses. */
import type { StageChoice } from '../../../lab/funnel/cut-offs';
import type { Run } from '../../../lab/runs/run';

/** Recall, then ranking. */
const FIRST_KEEPS = [200, 20] as const;

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

/**
 * What was chosen, without runs that cannot be used any more; where nothing is left, the newest towers and the newest
 * ranker behind them. Cut-offs are as a person wants them, also where less comes in.
 */
export function stagesOf(chosen: readonly StageChoice[] | null, usable: readonly Run[]): readonly StageChoice[] {
  const there = (chosen ?? []).filter(({ run }) => usable.some(({ id }) => id === run));
  return there.length > 0 ? there : firstStages(usable);
}

function firstStages(usable: readonly Run[]): StageChoice[] {
  const [towers, ranker] = [usable.find((run) => !isRanker(run)), usable.find(isRanker)];
  return [towers, ranker].filter((run) => run !== undefined).map(({ id }, at) => ({ run: id, keep: FIRST_KEEPS[at]! }));
}

/** One more: the newest ranker that is no stage yet, or the newest run that is none; it hands on what it is given. */
export function withStage(stages: readonly StageChoice[], usable: readonly Run[]): StageChoice[] {
  const free = usable.filter(({ id }) => stages.every(({ run }) => run !== id));
  const next = free.find(isRanker) ?? free[0] ?? usable[0]!;
  return [...stages, { run: next.id, keep: stages.at(-1)?.keep ?? FIRST_KEEPS[0] }];
}
