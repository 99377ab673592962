/** What the teacher of a graph says of the lists that it retrieves. */
import type { Dataset, Target } from '../../data/dataset';
import { historyOf } from '../../data/history';
import { hasTeacher, relevanceBy } from '../../data/relevance';
import type { RelevanceRequest } from '../../model/blocks/block';
import type { TowerGraph } from '../../model/document/graph';
import { relevancesOf } from '../../model/nodes/relevance';
import { NO_ITEM, SHOWN, type Metrics } from './metrics';

/**
 * By the first teacher that the graph has; nothing where it has none, or where its vectors are not here.
 * @param shown [targets x SHOWN] the first items of each list
 */
export function listRelevance(
  dataset: Dataset,
  graph: TowerGraph,
  targets: readonly Target[],
  shown: Uint32Array,
): Metrics {
  const [request] = relevancesOf(graph);
  return request && hasTeacher(request.teacher, dataset) ? relevanceOfLists(dataset, request, targets, shown) : {};
}

/**
 * `relevance@10`: the mean over all shown places; `badCases@10`: the share of them below the threshold. Places of which
 * nothing is known are not judged; nothing where none is. A column judges by its held-out rows, which no weight has
 * seen.
 */
export function relevanceOfLists(
  dataset: Dataset,
  { teacher, length, threshold }: RelevanceRequest,
  targets: readonly Target[],
  shown: Uint32Array,
): Metrics {
  const relevance = relevanceBy(teacher, dataset, 'held-out');
  const found = new Float32Array(SHOWN);
  let [sum, bad, places] = [0, 0, 0];
  targets.forEach((target, at) => {
    const past = historyOf(dataset, target)
      .slice(-length)
      .map((event) => dataset.events.item[event]!);
    const items = shown.subarray(at * SHOWN, (at + 1) * SHOWN).filter((item) => item !== NO_ITEM);
    relevance.among(items)({ user: target.user, past }, found);
    for (const value of found.subarray(0, items.length)) {
      if (Number.isNaN(value)) continue;
      sum += value;
      bad += Number(value < threshold);
      places += 1;
    }
  });
  return places === 0 ? {} : { [`relevance@${SHOWN}`]: sum / places, [`badCases@${SHOWN}`]: bad / places };
}
