/** The first items of each interest of each user: every interest as if it were a user of its own. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor3D } from '@tensorflow/tfjs';
import type { ItemIndex } from '../../engine/kernels/retrieval/item-index';
import { disposeVectors, rankCatalogue, type UserVectors } from '../../engine/kernels/retrieval/retrieval';
import type { Target } from '../../data/dataset';
import type { LiveModel } from '../training/live-model';
import type { LaneList } from './merge-lanes';
import { NO_ITEM } from './metrics';
import { encodeTargets, scoresNotFinite } from './model';
import { removedItems } from './rank';
import { takingTurns } from './turns';

export interface LaneLists {
  /** Interests of a user, active or not. */
  count: number;
  /** [users, count] whether the interest retrieves; the first always does. */
  active: readonly boolean[];
  /** [users, count, k] items, NO_ITEM where there are no more; scores beside them. */
  top: Uint32Array;
  topScores: Float32Array;
}

/**
 * @param removed items of each user that are left out, ascending; as many as there are users.
 * @throws scoresNotFinite
 */
export async function rankLanes(
  { vectors, active }: UserVectors,
  index: ItemIndex,
  removed: readonly Uint32Array[],
  k: number,
): Promise<LaneLists> {
  const users = removed.length;
  const [, count, width] = vectors.shape;
  const lanes = tf.tidy(() =>
    tf.reshape(tf.slice(vectors, [0, 0, 0], [users, count, width]), [users * count, 1, width]),
  ) as Tensor3D;
  const flags = active?.data();
  try {
    const start = new Uint32Array(users * count + 1);
    for (let lane = 0; lane < users * count; lane++)
      start[lane + 1] = start[lane]! + removed[Math.floor(lane / count)]!.length;
    const items = new Uint32Array(start.at(-1)!);
    for (let lane = 0; lane < users * count; lane++) items.set(removed[Math.floor(lane / count)]!, start[lane]);
    const { top, topScores } = await rankCatalogue({ vectors: lanes, active: null }, index, {
      users: users * count,
      k,
      seen: { start, items },
      targets: { start: new Uint32Array(users * count + 1), items: new Uint32Array(0) },
    });
    if (!topScores.every((score, at) => top[at] === NO_ITEM || Number.isFinite(score))) throw scoresNotFinite();
    const isActive = await flags;
    return {
      count,
      active: Array.from(
        { length: users * count },
        (_, lane) => lane % count === 0 || !isActive || isActive[lane]! > 0,
      ),
      top,
      topScores,
    };
  } finally {
    lanes.dispose();
  }
}

/**
 * The lists of the active interests of each target, one target after the other.
 * @throws scoresNotFinite; the signal's reason when aborted
 */
export async function visitLanes(
  { encoder, dataset, compiled }: LiveModel,
  targets: readonly Target[],
  k: number,
  visit: (target: Target, lanes: readonly LaneList[]) => void,
  signal?: AbortSignal,
): Promise<void> {
  const takeTurn = takingTurns(signal);
  const index = encoder.encodeItems();
  try {
    for (let from = 0; from < targets.length; from += encoder.userRows) {
      await takeTurn();
      const part = targets.slice(from, from + encoder.userRows);
      const vectors = encodeTargets(encoder, dataset, part, compiled);
      const found = await rankLanes(
        vectors,
        index,
        part.map((target) => removedItems(dataset, target).toSorted()),
        k,
      ).finally(() => disposeVectors(vectors));
      part.forEach((target, t) => visit(target, listsOf(found, t, k)));
    }
  } finally {
    index.dispose();
  }
}

/** The lists of a user of `rankLanes`, without empty places. */
export const listsOf = ({ active, count, top, topScores }: LaneLists, user: number, k: number): LaneList[] =>
  Array.from({ length: count }, (_, interest) => interest)
    .filter((interest) => active[user * count + interest])
    .map((interest) => {
      const at = (user * count + interest) * k;
      return {
        interest,
        items: Array.from(top.subarray(at, at + k), (item, place) => ({ item, score: topScores[at + place]! })).filter(
          ({ item }) => item !== NO_ITEM,
        ),
      };
    });
