/** The first items of each interest of each user: every interest as if it were a user of its own. */
import type { ItemIndex } from '../../engine/kernels/retrieval/item-index';
import { disposeVectors, rankCatalogue, type UserVectors } from '../../engine/kernels/retrieval/retrieval';
import type { Target } from '../../data/dataset';
import * as tf from '../../engine/tf';
import type { Tensor3D } from '../../engine/tf';
import type { LiveModel } from '../training/live-model';
import type { InterestList } from './merge-interests';
import { NO_ITEM } from './metrics';
import { encodeTargets } from './model';
import { scoresNotFinite } from './targets';
import { removedItems } from './rank';
import { takingTurns } from '../turns';

export interface RankedInterests {
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
export async function rankInterests(
  { vectors, active }: UserVectors,
  index: ItemIndex,
  removed: readonly Uint32Array[],
  k: number,
): Promise<RankedInterests> {
  const users = removed.length;
  const [, count, width] = vectors.shape;
  const rows = tf.tidy(() =>
    tf.reshape(tf.slice(vectors, [0, 0, 0], [users, count, width]), [users * count, 1, width]),
  ) as Tensor3D;
  const flags = active?.data();
  try {
    const start = new Uint32Array(users * count + 1);
    for (let row = 0; row < users * count; row++)
      start[row + 1] = start[row]! + removed[Math.floor(row / count)]!.length;
    const items = new Uint32Array(start.at(-1)!);
    for (let row = 0; row < users * count; row++) items.set(removed[Math.floor(row / count)]!, start[row]);
    const { top, topScores } = await rankCatalogue({ vectors: rows, active: null }, index, {
      users: users * count,
      k,
      seen: { start, items },
      targets: { start: new Uint32Array(users * count + 1), items: new Uint32Array(0) },
    });
    if (!topScores.every((score, at) => top[at] === NO_ITEM || Number.isFinite(score))) throw scoresNotFinite();
    const isActive = await flags;
    return {
      count,
      active: Array.from({ length: users * count }, (_, row) => row % count === 0 || !isActive || isActive[row]! > 0),
      top,
      topScores,
    };
  } finally {
    rows.dispose();
  }
}

/**
 * The lists of the active interests of each target, one target after the other.
 * @throws scoresNotFinite; the signal's reason when aborted
 */
export async function visitInterests(
  { encoder, dataset, compiled }: LiveModel,
  targets: readonly Target[],
  k: number,
  visit: (target: Target, lists: readonly InterestList[]) => void,
  signal?: AbortSignal,
): Promise<void> {
  const takeTurn = takingTurns(signal);
  const index = encoder.encodeItems();
  try {
    for (let from = 0; from < targets.length; from += encoder.userRows) {
      await takeTurn();
      const part = targets.slice(from, from + encoder.userRows);
      const vectors = encodeTargets(encoder, dataset, part, compiled);
      const found = await rankInterests(
        vectors,
        index,
        part.map((target) => removedItems(dataset, target)),
        k,
      ).finally(() => disposeVectors(vectors));
      part.forEach((target, t) => visit(target, listsOf(found, t, k)));
    }
  } finally {
    index.dispose();
  }
}

/** The lists of a user of `rankInterests`, without empty places. */
export const listsOf = ({ active, count, top, topScores }: RankedInterests, user: number, k: number): InterestList[] =>
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
