/** Scores of held-out pairs by a model, on the device. */
import { areFinite } from '../../engine/are-finite';
import type { Dataset } from '../../data/dataset';
import { PairScorer } from '../../engine/kernels/retrieval/pair-scores';
import { disposeVectors } from '../../engine/kernels/retrieval/retrieval';
import type { PastsRead } from '../../model/run/compile';
import type { Encoder, UserRows } from '../../model/run/encode';
import type { Serving } from '../training/serving';
import { pastAt, type HeldOutPairs } from './pairs';
import type { RankOptions } from './rank';
import { rowsOfPasts, scoresNotFinite } from './targets';
import { takingTurns } from '../turns';

type Watch = Pick<RankOptions, 'signal' | 'onProgress'>;

/** [pairs] the scores of a model's weights as they stand, of each pair at its own moment. @throws as `scorePairs` */
export const scoresOfPairs = (serving: Serving, pairs: HeldOutPairs, watch: Watch): Promise<Float32Array> =>
  serving.compiled.isRanker
    ? scoreByRanker(serving, pairs, watch)
    : scorePairs(serving.encoder, serving.dataset, pairs, serving.compiled, watch);

async function scoreByRanker(
  serving: Serving,
  pairs: HeldOutPairs,
  { signal, onProgress }: Watch,
): Promise<Float32Array> {
  const takeTurn = takingTurns(signal);
  const count = pairs.items.length;
  const scores = new Float32Array(count);
  const scorer = serving.pairScorer();
  try {
    for (let from = 0; from < count; from += scorer.users) {
      await takeTurn();
      const end = Math.min(count, from + scorer.users);
      const rows = rowsOfPairs(serving.dataset, pairs, from, end, serving.compiled);
      scores.set(await scorer.score(rows, pairs.items.subarray(from, end)), from);
      onProgress?.(end / count);
    }
  } finally {
    scorer.dispose();
  }
  if (!areFinite(scores)) throw scoresNotFinite();
  return scores;
}

/**
 * The same by vectors: users chunk by chunk, the items of all from one index.
 * @throws LabError (scores-not-finite); the signal's reason when aborted, between two chunks
 */
export async function scorePairs(
  encoder: Encoder,
  dataset: Dataset,
  pairs: HeldOutPairs,
  read: PastsRead,
  { signal, onProgress }: Watch = {},
): Promise<Float32Array> {
  const takeTurn = takingTurns(signal);
  const count = pairs.items.length;
  const index = await encoder.encodeItemsInTurns(takeTurn);
  let scorer: PairScorer | null = null;
  try {
    scorer = new PairScorer(index, pairs.items);
    for (let from = 0; from < count; from += encoder.userRows) {
      await takeTurn();
      const end = Math.min(count, from + encoder.userRows);
      const users = encoder.encodeUsers(rowsOfPairs(dataset, pairs, from, end, read));
      scorer.add(users, end - from);
      disposeVectors(users);
      onProgress?.(end / count);
    }
    const scores = await scorer.read();
    if (!areFinite(scores)) throw scoresNotFinite();
    return scores;
  } finally {
    scorer?.dispose();
    index.dispose();
  }
}

/** What the user side reads of the pairs [from, end). */
function rowsOfPairs(dataset: Dataset, pairs: HeldOutPairs, from: number, end: number, read: PastsRead): UserRows {
  const pasts = Array.from({ length: end - from }, (_, at) => pastAt(pairs, from + at));
  const at = { events: pairs.contexts.subarray(from, end), moments: pairs.time.subarray(from, end) };
  return rowsOfPasts(dataset, pasts, at, read);
}
