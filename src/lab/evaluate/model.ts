/**
 * The model's ranking of the full catalogue, on the device: encode, scan the index for a chunk of users, counts and
 * short lists read back.
 */
import { areFinite } from '../../engine/are-finite';
import type { Dataset, Target } from '../../data/dataset';
import type { ItemIndex } from '../../engine/kernels/retrieval/item-index';
import {
  disposeVectors,
  rankerOf,
  type CatalogueRanker,
  type UserVectors,
} from '../../engine/kernels/retrieval/retrieval';
import type { CompiledGraph, PastsRead } from '../../model/run/compile';
import type { DeadUnits } from '../../model/run/dead-units';
import type { Encoder } from '../../model/run/encode';
import { listRelevance } from './list-relevance';
import { metricsOf, SHOWN, type Evaluation } from './metrics';
import { inOrderAsked, queryOf, rankingsTogether, removedAmong, type TargetRanking } from './query';
import type { RankOptions } from './rank';
import { askedAt, rowsOfTargets, scoresNotFinite } from './targets';
import { takingTurns } from '../turns';
import { evaluationWork } from './work';

/**
 * Evaluates the encoder's weights as they stand. Nothing may change them meanwhile.
 * @throws LabError (scores-not-finite); the signal's reason when aborted, between two chunks
 */
export async function evaluateModel(
  encoder: Encoder,
  dataset: Dataset,
  asked: readonly Target[],
  compiled: CompiledGraph,
  options: RankOptions = {},
): Promise<Evaluation> {
  const order = byMoment(dataset, asked);
  const targets = order.map((at) => asked[at]!);
  const { ks, signal, onProgress } = options;
  const takeTurn = takingTurns(signal);
  const work = evaluationWork(compiled, dataset, targets.length);
  const say = (items: number, users: number): void =>
    onProgress?.((items * work.items + users * work.users) / (work.items + work.users));
  const index = await encoder.encodeItemsInTurns((share) => {
    say(share, 0);
    return takeTurn();
  });
  const ranker = rankerOf(index, signal);
  const removed: number[][] = [];
  try {
    for (let from = 0; from < targets.length; from += encoder.userRows) {
      await takeTurn();
      const part = targets.slice(from, from + encoder.userRows);
      removed.push(await addChunk(ranker, encoder, dataset, part, compiled, SHOWN));
      say(1, (from + part.length) / targets.length);
    }
    const ranked = await rankingsOf(ranker, index, removed, targets);
    const { top: shown, ...standings } = inOrderAsked(ranked, asked, order);
    const { metrics, perUser } = metricsOf({ targets: asked, ...standings, shown }, dataset.split.itemCounts, ks);
    return { metrics: { ...metrics, ...listRelevance(dataset, compiled.graph, asked, shown) }, perUser };
  } finally {
    ranker.dispose();
    index.dispose();
  }
}

/**
 * Places of the targets, the earliest asked for first: those of a chunk then read few snapshots of what is popular, and
 * a CPU does without the numbers of all others (engine/cpu/rank.ts).
 */
function byMoment(dataset: Dataset, targets: readonly Target[]): number[] {
  const moments = Float64Array.from(targets, (target) => askedAt(dataset, target));
  return [...moments.keys()].sort((a, b) => (moments[a]! < moments[b]! ? -1 : Number(moments[a]! > moments[b]!)));
}

/** @throws LabError (scores-not-finite) */
async function rankingsOf(
  ranker: CatalogueRanker,
  index: ItemIndex,
  removed: readonly number[][],
  targets: readonly Target[],
): Promise<TargetRanking> {
  const [rankings, isFinite] = await Promise.all([ranker.take(), index.isFinite()]);
  if (!isFinite || !rankings.every(({ scores }) => areFinite(scores))) throw scoresNotFinite();
  return rankingsTogether(rankings, removed, targets);
}

/** Ranks a chunk's targets and lists the best `k` items, without those that `removedItems` names. */
export async function rankChunk(
  encoder: Encoder,
  dataset: Dataset,
  index: ItemIndex,
  part: readonly Target[],
  pasts: PastsRead,
  k: number,
  signal?: AbortSignal,
): Promise<TargetRanking> {
  const ranker = rankerOf(index, signal);
  try {
    const removed = await addChunk(ranker, encoder, dataset, part, pasts, k);
    return await rankingsOf(ranker, index, [removed], part);
  } finally {
    ranker.dispose();
  }
}

/** @returns `removedAmong` of the chunk */
async function addChunk(
  ranker: CatalogueRanker,
  encoder: Encoder,
  dataset: Dataset,
  part: readonly Target[],
  pasts: PastsRead,
  k: number,
): Promise<number[]> {
  const users = encodeTargets(encoder, dataset, part, pasts);
  const query = queryOf(dataset, part, k);
  try {
    await ranker.add(users, query);
    return removedAmong(query);
  } finally {
    disposeVectors(users);
  }
}

/** The vectors of the users of at most `encoder.userRows` targets, each as of its moment. */
export const encodeTargets = (
  encoder: Encoder,
  dataset: Dataset,
  part: readonly Target[],
  pasts: PastsRead,
  dead?: DeadUnits,
): UserVectors => encoder.encodeUsers(rowsOfTargets(dataset, part, pasts), dead);
