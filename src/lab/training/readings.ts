/** What is read of a run while it goes on: losses, live values, and evaluations, each into its series. */
import type { Target } from '../../data/dataset';
import { meanSeries, spreadSeries } from '../../model/check/probe';
import type { ProbeSummary } from '../../model/run/probe-summary';
import type { TrainStep } from '../../model/run/train-step';
import { LabError } from '../failure';
import { measureVectors, type VectorFigures } from '../evaluate/measure-vectors';
import { SHOWN, type Metrics } from '../evaluate/metrics';
import { evaluate } from '../evaluate/evaluate';
import { pairMetrics, pairsOf } from '../evaluate/pairs';
import { scoresOfPairs } from '../evaluate/score-pairs';
import { PAIR_METRICS, termSeries, VALIDATION_METRICS, type SeriesLog } from '../runs/series';
import {
  deadSeries,
  LIST_SERIES,
  RANK_SERIES,
  RELEVANCE_SERIES,
  SAMPLE_SERIES,
  SCORE_SERIES,
} from '../runs/vector-series';
import { watchedOf } from './best-weights';
import type { LiveModel } from './live-model';

export class Readings {
  /** The last reading of live values; never rejects. */
  probesRead: Promise<void> = Promise.resolve();
  private reading: Promise<void> | null = null;
  /** Of a reading that nobody waited for; thrown by the next one that somebody does. */
  private failure: unknown = null;

  constructor(
    private readonly series: SeriesLog,
    private readonly grew: () => void,
  ) {}

  throwFailure(): void {
    if (this.failure) throw this.failure;
  }

  /** Its failure is thrown by the next `throwFailure`. */
  inBackground(work: Promise<void>): Promise<void> {
    return work.catch((error: unknown) => this.fail(error));
  }

  /** Thrown by the next `throwFailure`. */
  fail(error: unknown): void {
    this.failure ??= error;
  }

  /**
   * All losses since the last reading.
   * @param before steps before the first row of the stepper's ring
   * @throws LabError (diverged) where one is no number: the curve ends with it
   */
  async losses(stepper: TrainStep | null, before: number): Promise<void> {
    this.throwFailure();
    while (this.reading) await this.reading;
    if (!stepper) return;
    this.reading = this.take(stepper, before);
    try {
      await this.reading;
    } finally {
      this.reading = null;
    }
  }

  private async take(stepper: TrainStep, before: number): Promise<void> {
    const { first, rows } = await stepper.ring.take();
    const step = before + first + 1;
    const bad = rows.findIndex(([loss]) => !Number.isFinite(loss));
    const shown = bad < 0 ? rows : rows.slice(0, bad + 1);
    shown.forEach((row, i) => {
      stepper.columns.forEach((name, column) => {
        this.series.add(column === 0 ? 'loss' : termSeries(name), step + i, row[column] ?? Number.NaN);
      });
    });
    if (rows.length > 0) this.grew();
    if (bad >= 0)
      throw new LabError('diverged', `the loss is not a finite number since step ${step + bad}`, { step: step + bad });
  }

  /** In the background: the values arrive when the GPU has got that far. */
  probes(probes: ProbeSummary | null, step: number): void {
    this.probesRead = this.inBackground(this.takeProbes(probes, step));
  }

  private async takeProbes(probes: ProbeSummary | null, step: number): Promise<void> {
    for (const { key, mean, spread } of (await probes?.read()) ?? []) {
      mean.forEach((value, at) => this.series.add(meanSeries(key, at), step, value));
      spread.forEach((value, at) => this.series.add(spreadSeries(key, at), step, value));
    }
    this.grew();
  }

  /**
   * The metrics of the validation part or of a sample of its users, those of its pairs where weights are chosen by
   * them, and what the vectors are like, with the weights as they stand.
   * @throws LabError (scores-not-finite); the signal's reason when aborted
   */
  async evaluation(
    model: LiveModel,
    targets: readonly Target[],
    signal: AbortSignal,
    onProgress: (share: number) => void,
  ): Promise<Metrics> {
    const { dataset, step } = model;
    const { metrics: ofLists } = await evaluate(model, targets, { signal, onProgress });
    const pairs = watchedOf(model.graph) === 'gauc' ? pairsOf(dataset, 'validation') : null;
    const ofPairs = pairs ? pairMetrics(pairs, await scoresOfPairs(model.serving, pairs, { signal })) : {};
    const metrics = { ...ofLists, ...ofPairs };
    const vectors = model.compiled.isRanker
      ? null
      : await measureVectors(model.encoder, dataset, targets, model.compiled);
    signal.throwIfAborted();
    for (const name of VALIDATION_METRICS) this.series.add(name, step, metrics[name] ?? Number.NaN);
    for (const name of PAIR_METRICS) {
      const value = metrics[name];
      if (value !== undefined) this.series.add(name, step, value);
    }
    for (const name of ['coverage', 'headShare'] as const)
      this.series.add(LIST_SERIES[name], step, metrics[`${name}@${SHOWN}`] ?? Number.NaN);
    for (const name of ['relevance', 'badCases'] as const) {
      const value = metrics[`${name}@${SHOWN}`];
      if (value !== undefined) this.series.add(RELEVANCE_SERIES[name], step, value);
    }
    if (vectors) this.vectors(vectors, step);
    const all = dataset.split.validation.length;
    if (targets.length < all) {
      this.series.add(SAMPLE_SERIES.users, step, targets.length);
      this.series.add(SAMPLE_SERIES.of, step, all);
    }
    this.grew();
    return metrics;
  }

  private vectors({ effectiveRank, scores, deadUnits }: VectorFigures, step: number): void {
    for (const side of ['user', 'item'] as const) this.series.add(RANK_SERIES[side], step, effectiveRank[side]);
    for (const of of ['positives', 'negatives'] as const) {
      this.series.add(SCORE_SERIES[of].mean, step, scores[of].mean);
      this.series.add(SCORE_SERIES[of].spread, step, scores[of].spread);
    }
    for (const [node, share] of deadUnits) this.series.add(deadSeries(node), step, share);
  }
}
