/** What a study trains, as a run like any other. */
import type { Metrics } from '../../evaluate/metrics';
import type { Loaded } from '../../loading/sources';
import { newRun } from '../../runs/new-run';
import type { Run } from '../../runs/run';
import type { SeriesChunk } from '../../runs/series';
import { figuresAt } from '../../runs/validation-figures';
import type { Trained } from './outcome';

export type KeepRun = (run: Run, series: SeriesChunk[]) => void;

/** @param metrics on the test part; null where it was not tested by itself */
export function runOf(
  { model, startedAt, ending, keptStep, series }: Trained,
  inputs: { loaded: Loaded; adapter: string },
  title: string,
  metrics: Metrics | null,
): Run {
  return {
    ...newRun(model, inputs, { kind: 'trained' }),
    title,
    startedAt,
    status: ending,
    step: keptStep,
    validation: figuresAt(series, keptStep),
    evaluated: metrics && { metrics, baselines: {} },
  };
}
