/** When a stage of a run ends, and what the next one goes on from. */
import type { Stage } from '../../model/document/graph';
import { matchesPath } from '../../model/document/optimizer-groups';
import type { CompiledGraph } from '../../model/run/compile';
import type { Ending } from '../progress';

/**
 * Weights by which blocks choose, that learned in the stage before and do not in this one: what was chosen stays as the
 * search ended, where all else goes back to its best. A choice weighs cost against quality; the validation part knows
 * quality alone, and would bring back the time before the choice.
 */
export function chosenBefore(
  { choices }: Pick<CompiledGraph, 'choices'>,
  stages: readonly Pick<Stage, 'trainable'>[],
  at: number,
): string[] {
  const learns = (stage: Pick<Stage, 'trainable'> | undefined, path: string): boolean =>
    stage?.trainable.some((pattern) => matchesPath(pattern, path)) ?? false;
  return choices.filter((path) => learns(stages[at - 1], path) && !learns(stages[at], path));
}

type Until = Stage['until'];

/** A stage of so many steps or epochs asks for no more than these. @param sinceBest evaluations without a gain */
export const hasConverged = (until: Until, sinceBest: number): boolean =>
  !('patience' in until) || sinceBest >= until.patience;

/** @param steps of the stage so far */
export function endsAfter(steps: number, until: Until, stepsPerEpoch: number, sinceBest: number): boolean {
  if ('steps' in until) return steps >= until.steps;
  const epochs = steps / stepsPerEpoch;
  if ('epochs' in until) return epochs >= until.epochs;
  return epochs >= until.maxEpochs || hasConverged(until, sinceBest);
}

/** How a run ended that nobody stopped. @param until of its last stage */
export const endingOf = (until: Until | undefined, sinceBest: number): Ending =>
  until && 'patience' in until && hasConverged(until, sinceBest) ? 'converged' : 'finished';

/** The most steps the stage can take. */
export const mostSteps = (until: Until, stepsPerEpoch: number): number =>
  'steps' in until ? until.steps : ('epochs' in until ? until.epochs : until.maxEpochs) * stepsPerEpoch;
