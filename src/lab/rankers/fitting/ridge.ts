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

  /** scale x VᵀV of all rows of V [rows x width]: the lower triangle of a [width x width]. */
  gram(vectors: Float64Array, scale: number): Float64Array {
    const { width } = this;
    const square = new Float64Array(width * width);
    const rows = Uint32Array.from({ length: vectors.length / width }, (_, row) => row);
    this.addProducts(vectors, rows, square);
    return square.map((sum) => scale * sum);
  }

  /**
   * (A + sum of v vᵀ + ridge I)⁻¹ sum of v, over the rows v of V [rows x width] that are members; zeros without any.
   * width^2 / 2 multiply-adds for each of them, and width^3 / 6.
   * @param start A, [width x width], its lower triangle
   * @param into [width]
   */
  solve(vectors: Float64Array, members: Uint32Array, start: Float64Array, ridge: number, into: Float64Array): void {
    const { square, right, width } = this;
    right.fill(0);
    if (members.length > 0) {
      for (const row of members) for (let n = 0; n < width; n++) right[n]! += vectors[row * width + n]!;
      square.set(start);
      this.addProducts(vectors, members, square);
      solveInPlace(square, width, width, ridge, right);
    }
    into.set(right);
  }

  /** square += sum of v vᵀ on and below the diagonal, as products of the columns of V, a panel of rows at a time. */
  private addProducts(vectors: Float64Array, members: Uint32Array, square: Float64Array): void {
    const { width } = this;
    const { tile, left, right } = this.group;
    for (let from = 0; from < members.length; from += PANEL) {
      const rows = members.subarray(from, from + PANEL);
      for (let i0 = 0; i0 < width; i0 += BLOCK) {
        const down = Math.min(BLOCK, width - i0);
        this.pack(vectors, rows, i0, down, left);
        for (let j0 = 0; j0 <= i0; j0 += BLOCK) {
          const across = Math.min(BLOCK, width - j0);
          this.pack(vectors, rows, j0, across, right);
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

  /** Columns [from, from + count) of the rows, as rows of a panel. */
  private pack(vectors: Float64Array, rows: Uint32Array, from: number, count: number, panel: Float64Array): void {
    for (const [k, row] of rows.entries()) {
      const at = row * this.width + from;
      for (let n = 0; n < count; n += GROUP) {
        const into = n * PANEL + k * GROUP;
        panel[into] = vectors[at + n]!;
        panel[into + 1] = vectors[at + n + 1]!;
        panel[into + 2] = vectors[at + n + 2]!;
        panel[into + 3] = vectors[at + n + 3]!;
      }
    }
  }
}
