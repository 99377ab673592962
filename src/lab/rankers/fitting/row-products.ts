/** Rows of a tall matrix times a small symmetric one, on the inner loop of EASE's inverse. */
import { BLOCK, GROUP, PANEL, type GroupProduct } from '../../../engine/linear-algebra/group-product';

/**
 * into += V S, [rows x width].
 * @param vectors V, [rows x width]
 * @param square S, [width x width], symmetric
 * @param width a multiple of 4, `PANEL` at most
 */
export function addRowProducts(
  vectors: Float64Array,
  square: Float64Array,
  width: number,
  into: Float64Array,
  group: GroupProduct,
): void {
  if (width % GROUP !== 0 || width > PANEL) throw new Error(`addRowProducts: a width of ${width}`);
  const { tile } = group;
  const all = vectors.length / width;
  for (let j0 = 0; j0 < width; j0 += BLOCK) {
    const across = Math.min(BLOCK, width - j0);
    pack(square, j0, across, width, group.right);
    for (let i0 = 0; i0 < all; i0 += BLOCK) {
      const down = Math.min(BLOCK, all - i0);
      pack(vectors, i0, down, width, group.left);
      tile.fill(0);
      for (let i = 0; i < down; i += GROUP) for (let j = 0; j < across; j += GROUP) group.add(i, j, width);
      for (let i = 0; i < down; i++) {
        const at = (i0 + i) * width + j0;
        for (let j = 0; j < across; j++) into[at + j]! += tile[i * BLOCK + j]!;
      }
    }
  }
}

/** Rows [from, from + count), `GROUP` of them interleaved; what is left of the last group stays as it was. */
function pack(rows: Float64Array, from: number, count: number, width: number, panel: Float64Array): void {
  for (let row = 0; row < count; row++) {
    const start = (from + row) * width;
    const into = (row - (row % GROUP)) * PANEL + (row % GROUP);
    for (let k = 0; k < width; k++) panel[into + k * GROUP] = rows[start + k]!;
  }
}
