/** The first items of each interest of each user: every interest as if it were a user of its own. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor3D } from '@tensorflow/tfjs';
import type { ItemIndex } from '../../engine/kernels/retrieval/item-index';
import { rankCatalogue, type UserVectors } from '../../engine/kernels/retrieval/retrieval';
import { NO_ITEM } from './metrics';
import { NotFiniteError } from './model';

export interface LaneLists {
  /** Interests of a user, active or not. */
  count: number;
  /** [users, count] whether the interest retrieves; the first always does. */
  active: readonly boolean[];
  /** [users, count, k] items, NO_ITEM where there are no more; scores beside them. */
  top: Uint32Array;
  topScores: Float32Array;
}

/** @param removed items of each user that are left out, ascending; as many as there are users. @throws NotFiniteError */
export async function rankLanes({ vectors, active }: UserVectors, index: ItemIndex, removed: readonly Uint32Array[], k: number): Promise<LaneLists> {
  const users = removed.length;
  const [, count, width] = vectors.shape;
  const lanes = tf.tidy(() => tf.reshape(tf.slice(vectors, [0, 0, 0], [users, count, width]), [users * count, 1, width])) as Tensor3D;
  const flags = active?.data();
  try {
    const start = new Uint32Array(users * count + 1);
    for (let lane = 0; lane < users * count; lane++) start[lane + 1] = start[lane]! + removed[Math.floor(lane / count)]!.length;
    const items = new Uint32Array(start.at(-1)!);
    for (let lane = 0; lane < users * count; lane++) items.set(removed[Math.floor(lane / count)]!, start[lane]);
    const { top, topScores } = await rankCatalogue({ vectors: lanes, active: null }, index, { users: users * count, k, seen: { start, items }, targets: { start: new Uint32Array(users * count + 1), items: new Uint32Array(0) } });
    if (!topScores.every((score, at) => top[at] === NO_ITEM || Number.isFinite(score))) throw new NotFiniteError();
    const isActive = await flags;
    return { count, active: Array.from({ length: users * count }, (_, lane) => lane % count === 0 || !isActive || isActive[lane]! > 0), top, topScores };
  } finally {
    lanes.dispose();
  }
}
