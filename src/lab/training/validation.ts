/**
 * The evaluations of a run on the validation part. Where all of its users would take too long they are of a sample, by
 * which weights are chosen and stages end; once the run has ended all users are ranked, with the weights that stay.
 */
import type { Target } from '../../data/dataset';
import type { Metrics } from '../evaluate/metrics';
import { evaluate } from '../evaluate/evaluate';
import { validationSample } from '../evaluate/validation-sample';
import { eachPercent } from '../progress';
import { VALIDATION_METRICS } from '../runs/series';
import { WATCHED, watchedOf } from './best-weights';
import type { LiveModel } from './live-model';
import type { Readings } from './readings';

export class Validation {
  private readonly ranked: readonly Target[];
  /** Of all users, with the weights that stay; null before it is known, and where every evaluation was of all. */
  final: Metrics | null = null;

  /** @param say is told the share of an evaluation that is done; null when one begins */
  constructor(
    private readonly model: LiveModel,
    private readonly readings: Readings,
    private readonly say: (share: number | null) => void,
  ) {
    this.ranked = validationSample(model.compiled, model.dataset, model.settings);
  }

  /** Nobody is asked about. */
  get isEmpty(): boolean {
    return this.ranked.length === 0;
  }

  /**
   * With the weights as they stand, into the series.
   * @throws LabError (scores-not-finite); the signal's reason when aborted
   */
  evaluate(signal: AbortSignal): Promise<Metrics> {
    return this.readings.evaluation(this.model, this.ranked, signal, eachPercent(this.say));
  }

  /**
   * All users, where only a sample was ranked until then and weights were chosen by it. Who aborts it knows no more
   * than before.
   */
  async evaluateKept(signal: AbortSignal): Promise<void> {
    const { validation } = this.model.dataset.split;
    const isChosenByLists = watchedOf(this.model.graph) === WATCHED;
    if (signal.aborted || this.ranked.length === validation.length || !isChosenByLists) return;
    this.say(null);
    try {
      const onProgress = eachPercent(this.say);
      const { metrics } = await evaluate(this.model, validation, { signal, onProgress });
      this.final = Object.fromEntries(VALIDATION_METRICS.map((name) => [name, metrics[name] ?? Number.NaN]));
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
