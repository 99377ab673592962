/** The figures of a run on the validation part, at one of its evaluations. */
import type { Metrics } from '../evaluate/metrics';
import { PAIR_METRICS, VALIDATION_METRICS, type SeriesLog } from './series';

/** Empty where there was no evaluation at that step. */
export const figuresAt = (series: SeriesLog, step: number): Metrics =>
  Object.fromEntries(
    [...VALIDATION_METRICS, ...PAIR_METRICS].flatMap((name) => {
      const points = series.points(name);
      const value = points?.values[points.steps.indexOf(step)];
      return value === undefined ? [] : [[name, value]];
    }),
  );
