/** Models that are trained in rounds: which setting and how many rounds are best on the validation part. */
import type { Dataset } from '../../../data/dataset';
import type { TakeTurn } from '../../turns';
import type { OnProgress } from './fitting';
import { type FoldIn, plainSum } from './history-sum';
import type { RowScorer } from './score-row';
import { validationGain } from './validation';

export interface RoundSearchOptions {
  takeTurn: TakeTurn;
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

export interface Trained {
  /** One round of training. */
  train(takeTurn: TakeTurn, onProgress: OnProgress): Promise<void>;
  /** As it stands; what is trained later does not change it. */
  model(): FoldIn;
}

/** Of a setting, the rest is its evaluations. */
const FITTING = 0.9;

export class RoundSearch<Setting> {
  /** Of the best validation NDCG@10 so far, the first of equals. */
  best: { scorer: RowScorer; model: FoldIn; setting: Setting; rounds: number } | null = null;
  private bestGain = -1;
  private done = 0;

  /**
   * @param rounds after which a setting is looked at, ascending
   * @param work of all settings that will be tried, in the unit of `tryOut`
   * @param isChoice whether there is more than one to choose from; a single one is not evaluated
   */
  constructor(
    private readonly dataset: Dataset,
    private readonly rounds: readonly number[],
    private readonly work: number,
    private readonly isChoice: boolean,
    private readonly options: RoundSearchOptions,
  ) {}

  /** Trains a setting and keeps it where it is better. @param work of it */
  async tryOut(setting: Setting, trained: Trained, work: number): Promise<void> {
    const { dataset, rounds, isChoice } = this;
    const { takeTurn, signal, onProgress } = this.options;
    const last = rounds.at(-1)!;
    const report = (fraction: number): void => onProgress?.((this.done + work * fraction) / this.work);
    for (let round = 1; round <= last; round++) {
      await trained.train(takeTurn, (fraction) => report((FITTING * (round - 1 + fraction)) / last));
      if (!rounds.includes(round)) continue;
      const model = trained.model();
      const scorer = plainSum(dataset, model);
      const gain = isChoice ? await validationGain(dataset, scorer, { signal }) : 0;
      if (gain <= this.bestGain) continue;
      this.bestGain = gain;
      this.best = { scorer, model, setting, rounds: round };
    }
    this.done += work;
    onProgress?.(this.done / this.work);
  }
}
