/** Figures of the rankers put into the order of their rows, with a reason where there are none. */
import type { Dataset } from '../../data/dataset';
import type { Baselines, Instead, Left } from '../evaluate/baseline-figures';
import type { Metrics } from '../evaluate/metrics';
import type { Note } from './fitting/fitting';
import { CHOICE_USERS } from './choices';
import { logSizeOf } from './log-size';
import { isFor, methodOf, whyLeft, type Choices, type RankerId } from './ranker';
import { rankers } from './rankers';

export interface Counted {
  metrics: Metrics;
  chosen?: Choices;
  notes?: readonly Note[];
}

/**
 * @param counted so far; what could be counted and is not there was skipped
 * @param withoutMemory rankers for which the machine had too little
 */
export function figuresByRow(
  dataset: Dataset,
  counted: Partial<Record<RankerId, Counted>>,
  withoutMemory: ReadonlySet<RankerId> = new Set(),
): Baselines {
  const figures: Baselines = {};
  const chosen: Baselines['chosen'] = {};
  const left: Left[] = [];
  const instead: Instead[] = [];
  const size = logSizeOf(dataset);
  for (const ranker of rankers.filter((one) => isFor(one, dataset))) {
    const { id } = ranker;
    const own = counted[id];
    if (!own) {
      const reason = withoutMemory.has(id) ? 'no-memory' : 'skipped';
      left.push({ id, ...(whyLeft(ranker, dataset) ?? { reason, values: {} }) });
      continue;
    }
    figures[id] = own.metrics;
    if (own.chosen) chosen[id] = own.chosen;
    const method = methodOf(ranker, size);
    const { users, items, events } = size;
    if (method && method !== ranker.methods[0] && !ranker.standsOn)
      instead.push({ id, method: method.id, values: { users, items, events } });
    for (const note of own.notes ?? []) instead.push({ id, method: note.id, values: note.values });
  }
  const isSample = dataset.split.validation.length > CHOICE_USERS && Object.keys(chosen).length > 0;
  return {
    ...figures,
    chosen,
    ...(isSample ? { chosenOn: CHOICE_USERS } : {}),
    ...(left.length > 0 ? { left } : {}),
    ...(instead.length > 0 ? { instead } : {}),
  };
}
