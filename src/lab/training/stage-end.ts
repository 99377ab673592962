/** When a stage of a run ends. */
import type { Stage } from '../../model/document/graph';

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

/** The most steps the stage can take. */
export const mostSteps = (until: Until, stepsPerEpoch: number): number =>
  'steps' in until ? until.steps : ('epochs' in until ? until.epochs : until.maxEpochs) * stepsPerEpoch;
