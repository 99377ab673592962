/** What the teacher of a graph says of the lists that it retrieves. */
import type { Dataset, Target } from '../../data/dataset';
import { historyOf } from '../../data/history';
import { relevanceBy } from '../../data/relevance';
import type { RelevanceRequest } from '../../model/blocks/block';
import type { TowerGraph } from '../../model/document/graph';
import { relevancesOf } from '../../model/nodes/relevance';
import { NO_ITEM, SHOWN, type Metrics } from './metrics';

/**
 * By the first teacher that the graph has; nothing where it has none.
 * @param shown [targets x SHOWN] the first items of each list
 */
export function listRelevance(
  dataset: Dataset,
  graph: TowerGraph,
  targets: readonly Target[],
  shown: Uint32Array,
): Metrics {
  const [request] = relevancesOf(graph);
  return request ? relevanceOfLists(dataset, request, targets, shown) : {};
}

/**
 * `relevance@10`: the mean over all shown places; `badCases@10`: the share of them below the threshold. Places of users
 * without a past, and of items of which nothing is known, are not judged; nothing where none is.
 */
export function relevanceOfLists(
  dataset: Dataset,
  { teacher, length, threshold }: RelevanceRequest,
  targets: readonly Target[],
  shown: Uint32Array,
): Metrics {
  const relevance = relevanceBy(teacher, dataset);
  const found = new Float32Array(SHOWN);
  let [sum, bad, places] = [0, 0, 0];
  targets.forEach((target, at) => {
    const past = historyOf(dataset, target)
      .slice(-length)
      .map((event) => dataset.events.item[event]!);
    if (past.length === 0) return;
    const items = shown
      .subarray(at * SHOWN, (at + 1) * SHOWN)
      .filter((item) => item !== NO_ITEM && relevance.knows(item));
    relevance.among(items)(past, found);
    for (let place = 0; place < items.length; place++) {
      sum += found[place]!;
      bad += Number(found[place]! < threshold);
    }
    places += items.length;
  });
  return places === 0 ? {} : { [`relevance@${SHOWN}`]: sum / places, [`badCases@${SHOWN}`]: bad / places };
}
