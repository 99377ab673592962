/** Which runs may be stages, and which ones are until a person chooses. */
import { sourceOf, stageOf, type StageChoice } from '../../../lab/funnel/cut-offs';
import type { Run } from '../../../lab/runs/run';
import { isRanker } from '../../../lab/runs/usable-runs';

/** Recall, then ranking. */
const FIRST_KEEPS = [200, 20] as const;

/**
 * What was chosen, without runs that cannot be used any more; where nothing is left, the newest towers and the newest
 * ranker behind them. Cut-offs are as a person wants them, also where less comes in.
 */
export function stagesOf(chosen: readonly StageChoice[] | null, usable: readonly Run[]): readonly StageChoice[] {
  const known = new Set(usable.map(({ id }) => id));
  const there = (chosen ?? [])
    .map((stage) => ({ ...stage, sources: stage.sources.filter(({ run }) => known.has(run)) }))
    .filter(({ sources }) => sources.length > 0);
  return there.length > 0 ? there : firstStages(usable);
}

function firstStages(usable: readonly Run[]): StageChoice[] {
  const [towers, ranker] = [usable.find((run) => !isRanker(run)), usable.find(isRanker)];
  return [towers, ranker].filter((run) => run !== undefined).map(({ id }, at) => stageOf(id, FIRST_KEEPS[at]!));
}

/** One more: the newest ranker that is no stage yet, or the newest run that is none; it hands on what it is given. */
export function withStage(stages: readonly StageChoice[], usable: readonly Run[]): StageChoice[] {
  const taken = new Set(stages.flatMap(({ sources }) => sources.map(({ run }) => run)));
  const free = usable.filter(({ id }) => !taken.has(id));
  const next = free.find(isRanker) ?? free[0] ?? usable[0]!;
  return [...stages, stageOf(next.id, stages.at(-1)?.keep ?? FIRST_KEEPS[0])];
}

/**
 * The stage with one more run merged in: the newest of the kind of its first that it does not have, or else the newest
 * that it does not have. Null where it has all.
 */
export function withSource(stage: StageChoice, usable: readonly Run[]): StageChoice | null {
  const free = usable.filter(({ id }) => stage.sources.every(({ run }) => run !== id));
  const first = usable.find(({ id }) => id === stage.sources[0]!.run);
  const next = free.find((run) => first && isRanker(run) === isRanker(first)) ?? free[0];
  return next ? { ...stage, sources: [...stage.sources, sourceOf(next.id)] } : null;
}
