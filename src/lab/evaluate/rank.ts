/**
 * Ranking on the CPU: the whole catalogue is scored for each target, the items of his history are taken out, and what
 * is above and level with each target item is counted.
 */
import { historyOf } from '../../data/history';
import type { Dataset, Target } from '../../data/dataset';
import { rankRow } from '../../engine/cpu/rank';
import { type Evaluation, metricsOf, NO_ITEM, SHOWN } from './metrics';
import { noStandings, type Standings, UNRANKED } from './standings';
import { takingTurns } from '../turns';

/**
 * Scores of every item of the catalogue for a chunk of targets: [targets x items], higher is better. Single precision,
 * as on the GPU.
 */
export type Scorer = (targets: readonly Target[]) => Float32Array;

export interface RankOptions {
  ks?: readonly number[];
  /** Targets scored at once. */
  chunk?: number;
  signal?: AbortSignal;
  /** Share of targets done, 0..1. */
  onProgress?: (fraction: number) => void;
}

/**
 * Evaluates a scorer on the full catalogue.
 *
 * Seen items are no candidates unless the protocol keeps them. A target item that stands in the history (possible under
 * `repeats: 'all'`) is then none either and counts as a miss: leaving it in would make it the only seen item of the
 * list, which tells the answer, and dropping it would ask different questions under different protocols. `keepSeen` is
 * the switch for repeat consumption.
 *
 * @throws Error where the scorer returns NaN or the wrong number of scores
 */
export async function evaluateScorer(
  dataset: Dataset,
  targets: readonly Target[],
  scorer: Scorer,
  options: RankOptions = {},
): Promise<Evaluation> {
  const { ks, chunk = 64, signal, onProgress } = options;
  const items = dataset.items.length;
  const standings = noStandings(targets);
  const shown = new Uint32Array(targets.length * SHOWN);
  const takeTurn = takingTurns(signal);
  let asked = 0;
  for (let from = 0; from < targets.length; from += chunk) {
    await takeTurn();
    const part = targets.slice(from, from + chunk);
    const scores = scorer(part);
    if (scores.length !== part.length * items)
      throw new Error(`evaluateScorer: ${scores.length} scores for ${part.length} targets x ${items} items`);
    part.forEach((target, t) => {
      const own = scores.subarray(t * items, (t + 1) * items);
      const removed = removedItems(dataset, target);
      const ranked = rankScores(own, target.items, removed);
      standings.greater.set(ranked.greater, asked);
      standings.ties.set(ranked.ties, asked);
      asked += target.items.length;
      shown.set(ranked.shown, (from + t) * SHOWN);
    });
    onProgress?.(Math.min(1, (from + chunk) / targets.length));
  }
  return metricsOf({ targets, ...standings, shown }, dataset.split.itemCounts, ks);
}

/**
 * The distinct items that are no candidates for a target, ascending, here and in every list that is shown: those of the
 * history unless the protocol keeps them, and those that are set apart, kept or not: `keepSeen` asks what of his past a
 * user takes again, and these are no past of his.
 */
export function removedItems(dataset: Dataset, target: Target): Uint32Array {
  const { item } = dataset.events;
  const past = dataset.protocol.keepSeen ? new Uint32Array(0) : historyOf(dataset, target);
  const all = new Uint32Array(past.length + target.apart.length);
  for (let at = 0; at < past.length; at++) all[at] = item[past[at]!]!;
  all.set(target.apart, past.length);
  // An evaluation asks for everybody: sorting finds equal numbers in a third of the time that a set takes.
  all.sort();
  return all.filter((one, at) => one !== all[at - 1]);
}

/** Where the items of a target stand, and the first items of its list (`NO_ITEM` where there are fewer). */
export interface Ranked extends Standings {
  shown: Uint32Array;
}

/**
 * Ranks all items but `removed`.
 * @param scores [items], above -3e38
 * @param wanted items that are asked about
 * @param removed distinct
 * @param k length of the list; ties by lowest index
 * @throws Error for a score that is not a number
 */
export function rankScores(scores: Float32Array, wanted: Uint32Array, removed: Uint32Array, k = SHOWN): Ranked {
  const ranking = rankRow(scores, { k, seen: removed, targets: wanted });
  // Neither below, above nor equal: a broken scorer would rank its targets first.
  if (!ranking) throw new Error(`the score of item ${scores.findIndex(Number.isNaN)} is not a number`);
  const standings = { greater: Float64Array.from(ranking.greater), ties: ranking.ties };
  const gone = new Set(removed);
  for (const [at, item] of wanted.entries())
    if (gone.has(item)) [standings.greater[at], standings.ties[at]] = [UNRANKED, 0];
  return { ...standings, shown: ranking.top };
}

/**
 * The `k` best items, best first, ties by lowest index; `NO_ITEM` in places left over.
 * @param scores [items]
 */
export function topItems(scores: ArrayLike<number>, k: number, removed: Uint32Array): Uint32Array {
  const gone = new Set(removed);
  const best = new Uint32Array(k).fill(NO_ITEM);
  let filled = 0;
  let threshold = -Infinity;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]!;
    // Later items lose ties, so an equal score never enters a full list.
    if ((filled === k && !(score > threshold)) || Number.isNaN(score) || gone.has(i)) continue;
    let place = filled < k ? filled++ : k - 1;
    while (place > 0 && scores[best[place - 1]!]! < score) {
      best[place] = best[place - 1]!;
      place--;
    }
    best[place] = i;
    if (filled === k) threshold = scores[best[k - 1]!]!;
  }
  return best;
}
