/** Many small ridge regressions of one width, on rows of one matrix: what alternating least squares are made of. */
import { BLOCK, GROUP, groupProduct, PANEL, type GroupProduct } from '../../../engine/linear-algebra/group-product';
import { solveInPlace } from './solve';

export class RidgeSolver {
  /** [width x width] The normal equations at hand. */
  private readonly square: Float64Array;
  private readonly right: Float64Array;

  /** @param width a multiple of 4 */
  constructor(
    readonly width: number,
    private readonly group: GroupProduct = groupProduct(),
  ) {
    if (width % GROUP !== 0) throw new Error(`RidgeSolver: ${width} is no multiple of ${GROUP}`);
    this.square = new Float64Array(width * width);
    this.right = new Float64Array(width);
  }

  /**
   * scale x the sum of w v vᵀ of all rows v of V [rows x width]: the lower triangle of a [width x width].
   * @param weights w, one for each row; null: 1
   */
  gram(vectors: Float64Array, scale: number, weights: Float64Array | null = null): Float64Array {
    const { width } = this;
    const square = new Float64Array(width * width);
    const rows = Uint32Array.from({ length: vectors.length / width }, (_, row) => row);
    this.addProducts(vectors, rows, weights, square);
    return square.map((sum) => scale * sum);
  }

  /**
   * (A + sum of w v vᵀ + ridge I)⁻¹ sum of w v, over the rows v of V [rows x width] that are members; zeros without
   * any. width^2 / 2 multiply-adds for each of them, and width^3 / 6.
   * @param weights w, one for each of the members; null: 1
   * @param start A, [width x width], its lower triangle
   * @param into [width]
   */
  solve(
    vectors: Float64Array,
    members: Uint32Array,
    weights: Float64Array | null,
    { start, ridge }: { start: Float64Array; ridge: number },
    into: Float64Array,
  ): void {
    const { square, right, width } = this;
    right.fill(0);
    if (members.length > 0) {
      for (let k = 0; k < members.length; k++) {
        const at = members[k]! * width;
        const weight = weights?.[k] ?? 1;
        for (let n = 0; n < width; n++) right[n]! += weight * vectors[at + n]!;
      }
      square.set(start);
      this.addProducts(vectors, members, weights, square);
      solveInPlace(square, width, width, ridge, right);
    }
    into.set(right);
  }

  /** square += sum of w v vᵀ on and below the diagonal, as products of the columns of V, a panel of rows at a time. */
  private addProducts(
    vectors: Float64Array,
    members: Uint32Array,
    weights: Float64Array | null,
    square: Float64Array,
  ): void {
    const { width } = this;
    const { tile, left, right } = this.group;
    for (let from = 0; from < members.length; from += PANEL) {
      const rows = members.subarray(from, from + PANEL);
      const own = weights?.subarray(from, from + PANEL) ?? null;
      for (let i0 = 0; i0 < width; i0 += BLOCK) {
        const down = Math.min(BLOCK, width - i0);
        this.pack(vectors, rows, own, i0, down, left);
        for (let j0 = 0; j0 <= i0; j0 += BLOCK) {
          const across = Math.min(BLOCK, width - j0);
          this.pack(vectors, rows, null, j0, across, right);
          tile.fill(0);
          for (let i = 0; i < down; i += GROUP)
            for (let j = 0; j < across && j0 + j <= i0 + i; j += GROUP) this.group.add(i, j, rows.length);
          for (let i = 0; i < down; i++) {
            const at = (i0 + i) * width + j0;
            for (let j = 0; j < across; j++) square[at + j]! += tile[i * BLOCK + j]!;
          }
        }
      }
    }
  }

  /** Columns [from, from + count) of the rows, each times its weight, as rows of a panel. */
  private pack(
    vectors: Float64Array,
    rows: Uint32Array,
    weights: Float64Array | null,
    from: number,
    count: number,
    panel: Float64Array,
  ): void {
    for (let k = 0; k < rows.length; k++) {
      const at = rows[k]! * this.width + from;
      const weight = weights?.[k] ?? 1;
      for (let n = 0; n < count; n += GROUP) {
        const into = n * PANEL + k * GROUP;
        panel[into] = weight * vectors[at + n]!;
        panel[into + 1] = weight * vectors[at + n + 1]!;
        panel[into + 2] = weight * vectors[at + n + 2]!;
        panel[into + 3] = weight * vectors[at + n + 3]!;
      }
    }
  }
}
