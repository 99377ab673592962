/** Figures of a run that never was: smooth, and the same each time. */
import { rankers } from '../../lab/rankers/rankers';
import type { Baselines } from '../../lab/evaluate/baseline-figures';
import type { Metrics } from '../../lab/evaluate/metrics';
import type { RunSpeed } from '../../lab/progress';
import { termSeries, type SeriesChunk, type SeriesName } from '../../lab/runs/series';
import { meanSeries, spreadSeries, type Probe } from '../../model/check/probe';
import { deadSeries, gradientSeries, LIST_SERIES, RANK_SERIES, SCORE_SERIES } from '../../lab/runs/vector-series';
import { objectivesOf } from '../../model/nodes/stages';
import type { TowerGraph } from '../../model/document/graph';

export const EPOCH = 40;
export const EPOCHS = 10;

export const SPEED: RunSpeed = {
  stepsPerSecond: 41.8,
  examplesPerSecond: 5350.4,
  jsMsPerStep: 1.27,
  dispatchesPerStep: 89,
};

/** @param level recall at 10; the other figures follow from it */
export const metricsAt = (level: number): Metrics => ({
  ...Object.fromEntries(
    [10, 20, 50, 100].flatMap((k) => {
      const recall = 1 - (1 - level) ** ((k / 10) ** 0.6);
      return [
        [`hr@${k}`, recall],
        [`recall@${k}`, recall],
        [`ndcg@${k}`, recall * 0.55],
      ];
    }),
  ),
  mrr: level * 0.44,
  'coverage@10': 0.3 + level,
  'headShare@10': 0.5 - level,
});

/** Near each other in the middle, as baselines are. */
export const BASELINES: Baselines = {
  ...Object.fromEntries(rankers.map(({ id }, at) => [id, metricsAt(0.02 + 0.21 * (1 - Math.exp(-at)))])),
  oracle: metricsAt(0.62),
  chosen: {
    popularityRecency: { halfLife: 1.4 },
    itemKnn: { neighbours: 100, shrinkage: 10 },
    itemKnnRecency: { neighbours: 50, shrinkage: 0, halfLife: 20 },
    ease: { lambda: 50 },
    easeRecency: { lambda: 20, halfLife: null },
  },
};

const falling = (step: number): number => 1.4 + 2.7 * Math.exp(-step / 90) + 0.06 * Math.sin(step * 1.7);
export const recallAfter = (epoch: number): number => 0.24 * (1 - Math.exp(-epoch / 3));

const chunk = (name: SeriesName, steps: readonly number[], valueAt: (step: number) => number): SeriesChunk => ({
  name,
  steps: Float64Array.from(steps),
  values: Float64Array.from(steps, valueAt),
});

/** All series of a run up to a step. */
export function seriesTo(last: number, graph: TowerGraph, probes: readonly Probe[]): SeriesChunk[] {
  const steps = Array.from({ length: last }, (_, i) => i + 1);
  const epochs = steps.filter((step) => step % EPOCH === 0);
  const readings = steps.filter((step) => step === 1 || step % 8 === 0);
  const objectives = objectivesOf(graph);
  const ofProbe = ({ key, labels, per }: Probe): SeriesChunk[] =>
    labels.flatMap((_, at) => {
      // From one value for all to one of its own.
      const end = 0.06 + 0.94 * ((0.37 + at * 0.618) % 1);
      const mean = (step: number): number => 0.5 + (end - 0.5) * (1 - Math.exp(-step / 120));
      return [
        chunk(meanSeries(key, at), readings, mean),
        ...(per === 'row' ? [chunk(spreadSeries(key, at), readings, (step) => 0.1 * mean(step))] : []),
      ];
    });
  return [
    chunk('loss', steps, falling),
    ...(objectives.length > 1 ? objectives.map(({ id }) => chunk(termSeries(id), steps, falling)) : []),
    chunk('hr@10', epochs, (step) => recallAfter(step / EPOCH)),
    chunk('ndcg@10', epochs, (step) => recallAfter(step / EPOCH) * 0.55),
    chunk(LIST_SERIES.coverage, epochs, (step) => 0.6 - 0.4 * Math.exp(-step / 60)),
    chunk(LIST_SERIES.headShare, epochs, (step) => 0.25 + 0.4 * Math.exp(-step / 80)),
    chunk(RANK_SERIES.user, epochs, (step) => 30 - 12 * Math.exp(-step / 90)),
    chunk(RANK_SERIES.item, epochs, (step) => 41 - 9 * Math.exp(-step / 90)),
    chunk(SCORE_SERIES.positives.mean, epochs, (step) => 4.5 - 2 * Math.exp(-step / 90)),
    chunk(SCORE_SERIES.positives.spread, epochs, () => 1.9),
    chunk(SCORE_SERIES.negatives.mean, epochs, (step) => 0.2 + Math.exp(-step / 90)),
    chunk(SCORE_SERIES.negatives.spread, epochs, () => 1.7),
    ...graph.nodes
      .filter(({ block }) => block === 'mlp' || block === 'part-gate')
      .flatMap(({ id }, at) => [
        chunk(gradientSeries(id), readings, (step) => (1 + at) / (1 + step / 200)),
        chunk(deadSeries(id), epochs, (step) => (0.11 * at) / (1 + 40 / step)),
      ]),
    ...probes.flatMap(ofProbe),
  ];
}
