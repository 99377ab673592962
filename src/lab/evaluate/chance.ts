/** What chance gets: the figures that a uniformly random order of each target's candidates has on average. */
import type { Dataset, Target } from '../../data/dataset';
import { headItems, idealGain, SHOWN, type Metrics } from './metrics';
import { removedItems } from './rank';
import { expectedGain, expectedHits, hitProbability, type TieGroup } from './standings';

/**
 * Expected values in closed form, by the protocol of the data set: items of the history are no candidates unless it
 * keeps them, and a target item that is none counts as a miss, as for every ranker. A random order is one score for
 * all, its ties in every order: one target item among n candidates is in the top K with probability K / n.
 * @returns `hr`, `recall`, `ndcg`, `coverage` and `headShare`, each `@10`; empty where there is no target
 */
export function chanceMetrics(dataset: Dataset, targets: readonly Target[]): Metrics {
  if (targets.length === 0) return {};
  const lists = new RandomLists(dataset.split.itemCounts);
  let [hits, recalls, gains] = [0, 0, 0];
  for (const target of targets) {
    const removed = removedItems(dataset, target);
    lists.add(removed);
    const gone = new Set(removed);
    const wanted = target.items.reduce((sum, item) => sum + Number(!gone.has(item)), 0);
    if (wanted === 0) continue;
    const all: TieGroup[] = [{ above: 0, size: dataset.items.length - removed.length, wanted }];
    hits += hitProbability(all, SHOWN);
    recalls += expectedHits(all, SHOWN) / target.items.length;
    gains += expectedGain(all, SHOWN) / idealGain(Math.min(target.items.length, SHOWN));
  }
  return {
    [`hr@${SHOWN}`]: hits / targets.length,
    [`recall@${SHOWN}`]: recalls / targets.length,
    [`ndcg@${SHOWN}`]: gains / targets.length,
    ...lists.metrics,
  };
}

/** What the lists of several targets show, drawn by chance and independently. */
class RandomLists {
  private readonly head: ReadonlySet<number>;
  /** Sum over the lists of log P(an item that is a candidate of all is missing). */
  private missing = 0;
  /** [items] The same of the lists whose candidate an item is not. */
  private readonly spared: Float64Array;
  private places = 0;
  private headPlaces = 0;

  /** @param itemCounts training events per item */
  constructor(itemCounts: Uint32Array) {
    this.head = new Set(headItems(itemCounts));
    this.spared = new Float64Array(itemCounts.length);
  }

  /** @param removed distinct items that are no candidates */
  add(removed: Uint32Array): void {
    const candidates = this.spared.length - removed.length;
    if (candidates === 0) return;
    const listed = Math.min(SHOWN, candidates);
    // Where all candidates are listed none is missing; -Infinity would not come back out of a sum.
    const missing = Math.max(Math.log1p(-listed / candidates), LOG_OF_NEVER);
    this.missing += missing;
    let headCandidates = this.head.size;
    for (const item of removed) {
      this.spared[item]! += missing;
      if (this.head.has(item)) headCandidates -= 1;
    }
    this.places += listed;
    this.headPlaces += (listed * headCandidates) / candidates;
  }

  get metrics(): Metrics {
    // 1 - P(missing in all the lists that could show it)
    const seen = this.spared.reduce((sum, spared) => sum - Math.expm1(Math.min(0, this.missing - spared)), 0);
    return {
      [`coverage@${SHOWN}`]: seen / this.spared.length,
      [`headShare@${SHOWN}`]: this.places === 0 ? 0 : this.headPlaces / this.places,
    };
  }
}

const LOG_OF_NEVER = -1e3;
