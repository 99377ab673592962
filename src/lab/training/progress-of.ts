/** How far a training is, as it is said. */
import type { Settings, Stage } from '../../model/document/graph';
import type { Progress, StagePlace } from '../progress';
import type { Speedometer } from './speedometer';
import { mostSteps } from './stage-end';

/** A measured speed is extrapolated after so many steps. */
const STEPS_MEASURED = 20;

interface Course {
  stepsPerEpoch: number;
  speedometer: Speedometer;
  /** Steps in a second that are allowed. */
  pace: number;
  /** Of the stage that runs; null where all has run. */
  until: Stage['until'] | null;
  stageStart: number;
}

export function progressOf(
  at: Pick<Progress, 'phase' | 'detail' | 'step' | 'stage'>,
  { stepsPerEpoch, speedometer, pace, until, stageStart }: Course,
): Progress {
  const speed = speedometer.known;
  const said = { ...at, ending: null, epoch: Math.floor(at.step / stepsPerEpoch), speed };
  if (!until) return { ...said, fraction: 1, secondsLeft: null };
  const total = mostSteps(until, stepsPerEpoch);
  const done = at.step - stageStart;
  return {
    ...said,
    fraction: total > 0 ? Math.min(1, done / total) : null,
    // Early stopping may end it sooner: this is the longest it can take.
    secondsLeft:
      speed && speedometer.steps >= STEPS_MEASURED && at.phase === 'training' && at.detail === null
        ? Math.max(0, total - done) / Math.min(pace, speed.stepsPerSecond)
        : null,
  };
}

/** A stage as it is counted from 1; past the last one it is the last one. */
export const placeOf = (stage: number, { stages }: Pick<Settings, 'stages'>): StagePlace => ({
  at: Math.min(stage + 1, stages.length),
  of: stages.length,
});
