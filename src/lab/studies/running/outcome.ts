/** A finished arm while its weights are there: what the measures of a study look at. */
import { meanSeries, type Probe } from '../../../model/check/probe';
import type { Evaluation } from '../../evaluate/metrics';
import type { Funnel } from '../../funnel/funnel';
import type { LiveModel } from '../../training/live-model';
import type { Loaded } from '../../loading/sources';
import type { Ending } from '../../progress';
import type { SeriesLog } from '../../runs/series';

/** A trained graph, with the weights that the study keeps. */
export interface Trained {
  name: string;
  model: LiveModel;
  series: SeriesLog;
  /** ISO 8601, UTC. */
  startedAt: string;
  ending: Ending;
  /** Steps in all, and up to the weights that are kept. */
  steps: number;
  keptStep: number;
  stepsPerEpoch: number;
  /** NDCG@10 of the validation part with the weights that are kept. */
  validation: number;
}

export interface Outcome {
  arm: string;
  seed: number;
  loaded: Loaded;
  /** One, but for an arm of several retrievals, and for a funnel: its towers, then its ranker. */
  trained: readonly Trained[];
  test: Evaluation;
  /** NDCG@10 of the validation part: what defaults are chosen by. */
  validation: number;
  /** Weight of each retrieval, in the order of `trained`; null for a single graph and a funnel. */
  weights: readonly number[] | null;
  /** What the stages of a funnel keep and lose; null without one. */
  funnel: Funnel | null;
}

/**
 * The last reading of a live value at or before the step of the kept weights, one number per label: `{
 * 'user-gate/gate/age': 1.2 }`.
 * @param key `<nodeId>/<name>`
 * @returns nothing where the graph has no such value: arms differ
 */
export function probeValues({ model, series, keptStep }: Trained, key: string): Record<string, number> {
  const probe: Probe | undefined = model.compiled.probes.find((known) => known.key === key);
  const values = (probe?.labels ?? []).map((label, at): [string, number] => {
    const curve = series.all().find(({ name }) => name === meanSeries(key, at));
    const last = curve?.steps.findLastIndex((step) => step <= keptStep) ?? -1;
    return [`${key}/${label}`, curve?.values[last] ?? Number.NaN];
  });
  return Object.fromEntries(values);
}
