import * as tf from '../../engine/tf';
import type { Tensor2D } from '../../engine/tf';

/** [B, D]: of the vectors on the item side those of the rows' own items, which sampled ones may stand behind. */
export const ofRows = (item: Tensor2D, rows: number): Tensor2D =>
  item.shape[0] === rows ? item : tf.slice(item, 0, rows);
