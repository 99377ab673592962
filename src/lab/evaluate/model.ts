/**
 * The model's ranking of the full catalogue, on the device: encode, scan the index for a chunk of users, counts and
 * short lists read back.
 */
import type { Dataset, Target } from '../../data/dataset';
import { encodeHistories } from '../../data/history';
import type { ItemIndex } from '../../engine/kernels/retrieval/item-index';
import type { ItemLists } from '../../engine/kernels/retrieval/reference';
import { disposeVectors, rankCatalogue, type UserVectors } from '../../engine/kernels/retrieval/retrieval';
import type { PastsRead } from '../../model/run/compile';
import type { DeadUnits } from '../../model/run/dead-units';
import type { Encoder, UserRows } from '../../model/run/encode';
import { LabError } from '../failure';
import type { LiveModel } from '../training/live-model';
import { metricsOf, SHOWN, type Evaluation, type Metrics } from './metrics';
import { removedItems, type RankOptions } from './rank';
import { noStandings, type Standings, UNRANKED } from './standings';
import { takingTurns } from './turns';

/** Scores that are no numbers: the model diverged, and ranking them would flatter it. */
export const scoresNotFinite = (): LabError =>
  new LabError('scores-not-finite', 'the model gives scores that are not finite numbers');

/**
 * Evaluates the encoder's weights as they stand.
 * @param pasts what the graph reads of them
 * @throws LabError (scores-not-finite); the signal's reason when aborted
 */
export async function evaluateModel(
  encoder: Encoder,
  dataset: Dataset,
  targets: readonly Target[],
  pasts: PastsRead,
  options: RankOptions = {},
): Promise<Evaluation> {
  const { ks, signal, onProgress } = options;
  const takeTurn = takingTurns(signal);
  const index = encoder.encodeItems();
  try {
    const standings = noStandings(targets);
    let asked = 0;
    const shown = new Uint32Array(targets.length * SHOWN);
    for (let from = 0; from < targets.length; from += encoder.userRows) {
      await takeTurn();
      const part = targets.slice(from, from + encoder.userRows);
      const result = await rankChunk(encoder, dataset, index, part, pasts, SHOWN, signal);
      standings.greater.set(result.greater, asked);
      standings.ties.set(result.ties, asked);
      asked += result.ties.length;
      shown.set(result.top, from * SHOWN);
      onProgress?.(Math.min(1, (from + part.length) / targets.length));
    }
    return metricsOf({ targets, ...standings, shown }, dataset.split.itemCounts, ks);
  } finally {
    index.dispose();
  }
}

/** The test part, ranked by a model. */
export const testEvaluation = (
  { encoder, dataset, compiled }: LiveModel,
  signal: AbortSignal,
  onProgress?: RankOptions['onProgress'],
): Promise<Evaluation> => evaluateModel(encoder, dataset, dataset.split.test, compiled, { signal, onProgress });

/** The figures of a model on the test part. */
export const testMetrics = async (...asked: Parameters<typeof testEvaluation>): Promise<Metrics> =>
  (await testEvaluation(...asked)).metrics;

export interface ChunkRanking extends Standings {
  top: Uint32Array;
  topScores: Float32Array;
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
): Promise<ChunkRanking> {
  const removed = part.map((target) => removedItems(dataset, target).toSorted());
  const users = encodeTargets(encoder, dataset, part, pasts);
  try {
    const targets = compressed(part.map(({ items }) => items));
    const result = await rankCatalogue(
      users,
      index,
      { users: part.length, k, seen: compressed(removed), targets },
      signal,
    );
    if (!result.scores.every(Number.isFinite)) throw scoresNotFinite();
    let t = 0;
    const { ties, top, topScores } = result;
    const greater = Float64Array.from(result.greater);
    part.forEach(({ items }, i) => {
      const gone = new Set(removed[i]);
      for (const item of items) {
        if (gone.has(item)) [greater[t], ties[t]] = [UNRANKED, 0];
        t += 1;
      }
    });
    return { greater, ties, top, topScores };
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

/** What the user side reads for held-out targets. */
export const rowsOfTargets = (dataset: Dataset, part: readonly Target[], pasts: PastsRead): UserRows => ({
  users: Uint32Array.from(part, ({ user }) => user),
  events: Uint32Array.from(part, (target) => eventOf(dataset, target)),
  history: encodeHistories(dataset, part, pasts.historyLength),
  windows: pasts.windows.map(({ window, length }) => encodeHistories(dataset, part, length, window)),
});

/**
 * The event a target's context fields are read from: its first held-out one. Where nothing is held out the user's last
 * one: his next context is not known.
 */
export function eventOf({ userStart }: Pick<Dataset, 'userStart'>, { user, events }: Target): number {
  return events[0] ?? userStart[user + 1]! - 1;
}

function compressed(lists: readonly Uint32Array[]): ItemLists {
  const start = new Uint32Array(lists.length + 1);
  lists.forEach((list, i) => {
    start[i + 1] = (start[i] ?? 0) + list.length;
  });
  const items = new Uint32Array(start.at(-1) ?? 0);
  lists.forEach((list, i) => items.set(list, start[i]));
  return { start, items };
}
