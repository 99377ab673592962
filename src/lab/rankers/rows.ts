/** Figures of the rankers put into the order of their rows, with a reason where there are none. */
import type { Dataset } from '../../data/dataset';
import type { Baselines, Left } from '../evaluate/baseline-figures';
import type { Metrics } from '../evaluate/metrics';
import { whyLeft, type Choices, type RankerId } from './ranker';
import { rankers } from './rankers';

export interface Counted {
  metrics: Metrics;
  chosen?: Choices;
}

/** @param counted so far; what could be counted and is not there was skipped */
export function figuresByRow(
  dataset: Pick<Dataset, 'hasTime' | 'items'>,
  counted: Partial<Record<RankerId, Counted>>,
): Baselines {
  const figures: Baselines = {};
  const chosen: Baselines['chosen'] = {};
  const left: Left[] = [];
  for (const ranker of rankers) {
    const { id } = ranker;
    const own = counted[id];
    if (!own) left.push({ id, ...(whyLeft(ranker, dataset) ?? { reason: 'skipped', values: {} }) });
    else {
      figures[id] = own.metrics;
      if (own.chosen) chosen[id] = own.chosen;
    }
  }
  return { ...figures, chosen, ...(left.length > 0 ? { left } : {}) };
}
