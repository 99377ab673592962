/** When a stage of a run ends, and what the next one goes on from. */
import type { Stage, TowerGraph } from '../../model/document/graph';
import { matchesPath } from '../../model/document/optimizer-groups';
import { trainsScore } from '../../model/nodes/stages';
import type { Ending } from '../progress';
import type { Best } from '../runs/checkpoint';

/**
 * Weights by which blocks choose, that learned in the stage before and do not in this one: what was chosen stays as the
 * search ended, where all else goes back to its best. A choice weighs cost against quality; the validation part knows
 * quality alone, and would bring back the time before the choice.
 */
function chosenBefore(
  { choices }: { readonly choices: readonly string[] },
  stages: readonly Pick<Stage, 'trainable'>[],
  at: number,
): string[] {
  const learns = (stage: Pick<Stage, 'trainable'> | undefined, path: string): boolean =>
    stage?.trainable.some((pattern) => matchesPath(pattern, path)) ?? false;
  return choices.filter((path) => learns(stages[at - 1], path) && !learns(stages[at], path));
}

/**
 * What a stage changes of the weights before it begins: they go back to the best of the stage before, but for what was
 * chosen there. Where that stage did not train the score that is validated, its best was chance, and nothing goes back.
 * @param at the stage, from 1; @param best of the stage before
 * @returns `isNew`: none of the weights before it could stay
 */
export function beginningOf(
  compiled: { readonly choices: readonly string[]; readonly graph: TowerGraph },
  stages: readonly Pick<Stage, 'trainable' | 'terms'>[],
  at: number,
  best: Pick<Best, 'weights'> | null,
): { weights: Map<string, Float32Array>; isNew: boolean } {
  const chosen = chosenBefore(compiled, stages, at);
  const isJudged = trainsScore(compiled.graph, stages[at - 1]!);
  const back = isJudged && best ? [...best.weights].filter(([path]) => !chosen.includes(path)) : [];
  return { weights: new Map(back), isNew: chosen.length > 0 || !isJudged };
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
