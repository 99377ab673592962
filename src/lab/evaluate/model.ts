/** The model's ranking of the full catalogue, on the device: encode, one product per chunk of users, ranks and short lists read back. */
import * as tf from '@tensorflow/tfjs';
import type { Dataset, Target } from '../../data/dataset';
import { encodeHistories } from '../../data/history';
import { rank } from '../../engine/kernels/rank/rank';
import type { Encoder } from '../../model/encode';
import type { LiveModel } from '../live-model';
import type { Metrics } from '../protocol';
import { metricsFromRanks, SHOWN, UNRANKED } from './metrics';
import type { Evaluation } from './metrics';
import { removedItems } from './rank';
import type { RankOptions } from './rank';

/** Scores that are no numbers: the model diverged, and ranking them would flatter it. */
export class NotFiniteError extends Error {
  constructor() {
    super('the model gives scores that are not finite numbers');
    this.name = 'NotFiniteError';
  }
}

/**
 * Evaluates the encoder's weights as they stand.
 * @param historyLength events of the history the graph reads
 * @throws NotFiniteError; the signal's reason when aborted
 */
export async function evaluateModel(encoder: Encoder, dataset: Dataset, targets: readonly Target[], historyLength: number, options: RankOptions = {}): Promise<Evaluation> {
  const { ks, signal, onProgress } = options;
  const index = encoder.encodeItems();
  try {
    const ranks: number[] = [];
    const shown = new Uint32Array(targets.length * SHOWN);
    for (let from = 0; from < targets.length; from += encoder.userRows) {
      signal?.throwIfAborted();
      const part = targets.slice(from, from + encoder.userRows);
      const result = await rankChunk(encoder, dataset, index, part, historyLength, SHOWN);
      ranks.push(...result.ranks);
      shown.set(result.top, from * SHOWN);
      onProgress?.(Math.min(1, (from + part.length) / targets.length));
    }
    return metricsFromRanks({ targets, ranks: Float64Array.from(ranks), shown }, dataset.split.itemCounts, ks);
  } finally {
    index.dispose();
  }
}

/** The figures of a model on the test part. */
export const testMetrics = async ({ encoder, dataset, compiled }: LiveModel, signal: AbortSignal): Promise<Metrics> =>
  (await evaluateModel(encoder, dataset, dataset.split.test, compiled.historyLength, { signal })).metrics;

export interface ChunkRanking { ranks: Float64Array; top: Uint32Array; topScores: Float32Array }

/** Ranks a chunk's targets and lists the best `k` items of each, items of the history left out unless the protocol keeps them. */
export async function rankChunk(encoder: Encoder, dataset: Dataset, index: tf.Tensor2D, part: readonly Target[], historyLength: number, k: number): Promise<ChunkRanking> {
  const removed = part.map((target) => removedItems(dataset, target));
  const scores = tf.tidy(() => {
    const users = encoder.encodeUsers({
      users: Uint32Array.from(part, ({ user }) => user),
      events: Uint32Array.from(part, (target) => eventOf(dataset, target)),
      history: encodeHistories(dataset, part, historyLength),
    });
    return tf.matMul(users, index, false, true) as tf.Tensor2D; // [userRows, items]
  });
  try {
    const seen = compressed(removed);
    const wanted = compressed(part.map(({ items }) => items));
    const result = await rank(scores, {
      users: part.length, items: dataset.items.length, k,
      seenStart: seen.start, seenItems: seen.values, targetStart: wanted.start, targetItems: wanted.values,
    });
    if (!result.scores.every(Number.isFinite)) throw new NotFiniteError();
    let t = 0;
    const ranks = new Float64Array(wanted.values.length);
    part.forEach(({ items }, i) => {
      const gone = new Set(removed[i]);
      for (const item of items) {
        ranks[t] = gone.has(item) ? UNRANKED : (result.ranks[t] ?? UNRANKED);
        t += 1;
      }
    });
    return { ranks, top: result.top, topScores: result.topScores };
  } finally {
    scores.dispose();
  }
}

/** The event a target's context fields are read from: its first held-out one. */
function eventOf(dataset: Dataset, target: Target): number {
  const start = dataset.userStart[target.user] ?? 0;
  const end = dataset.userStart[target.user + 1] ?? start;
  return Math.min(start + target.history, end - 1);
}

function compressed(lists: readonly Uint32Array[]): { start: Uint32Array; values: Uint32Array } {
  const start = new Uint32Array(lists.length + 1);
  lists.forEach((list, i) => { start[i + 1] = (start[i] ?? 0) + list.length; });
  const values = new Uint32Array(start.at(-1) ?? 0);
  lists.forEach((list, i) => values.set(list, start[i]));
  return { start, values };
}
