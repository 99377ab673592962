/** What a run has learnt so far of what it is compared by. */
import type { Run } from '../runs/run';
import { figuresAt } from '../runs/validation-figures';
import type { Training } from './training';

export type Learnt = () => Pick<Run, 'validation' | 'seconds'>;
/** @param before seconds of its steps before it went on */
export const learntBy =
  (training: Training, before: number): Learnt =>
  () => ({
    validation: {
      ...(training.kept ? figuresAt(training.series, training.kept.step) : {}),
      ...training.validation.final,
    },
    seconds: before + training.speedometer.seconds,
  });
