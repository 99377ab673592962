/**
 * Eigenvalues of symmetric matrices, and eigenvectors of the largest: Householder reflections down to three diagonals,
 * then QL with implicit shifts.
 */

/** Eigenvalues of a symmetric matrix [n x n], in no order; the matrix is overwritten. */
export function eigenvaluesOf(a: Float64Array, n: number): Float64Array {
  const { diagonal, beside } = tridiagonal(a, n);
  return ofTridiagonal(diagonal, beside);
}

/**
 * The eigenvectors of the largest eigenvalues of a symmetric matrix [n x n], which is overwritten.
 * @param count at most n
 * @returns the eigenvalues, the largest first, and a vector of length 1 for each: [count x n]. A vector may point
 *   either way; those of equal eigenvalues may be turned among themselves.
 */
export function largestOf(a: Float64Array, n: number, count: number): { values: Float64Array; vectors: Float64Array } {
  const reduced = tridiagonal(a, n);
  const rotations: number[] = [];
  const values = ofTridiagonal(reduced.diagonal, reduced.beside, (...rotation) => {
    for (const number of rotation) rotations.push(number);
  });
  const largest = Array.from(values, (_, at) => at)
    .toSorted((i, j) => values[j]! - values[i]!)
    .slice(0, count);
  const vectors = new Float64Array(count * n);
  largest.forEach((own, at) => {
    const x = vectors.subarray(at * n, (at + 1) * n);
    x[own] = 1;
    // Column `own` of the product of all rotations, then of the reflections: the last one acts first.
    for (let r = rotations.length - 3; r >= 0; r -= 3) {
      const [i, cosine, sine] = [rotations[r]!, rotations[r + 1]!, rotations[r + 2]!];
      const [left, right] = [x[i]!, x[i + 1]!];
      x[i] = cosine * left + sine * right;
      x[i + 1] = cosine * right - sine * left;
    }
    for (let i = 1; i < n; i++) reflect(x, a.subarray(i * n, i * n + i), reduced.halves[i]!);
  });
  return { values: Float64Array.from(largest, (own) => values[own]!), vectors };
}

/** x -= v (v x) / h on the first numbers of x; with h = 0 there is no reflection. */
function reflect(x: Float64Array, v: Float64Array, h: number): void {
  if (h === 0) return;
  let share = 0;
  for (let k = 0; k < v.length; k++) share += v[k]! * x[k]!;
  share /= h;
  for (let k = 0; k < v.length; k++) x[k] = x[k]! - share * v[k]!;
}

interface Reduced {
  diagonal: Float64Array;
  /** [n] left of the diagonal, its first number unused. */
  beside: Float64Array;
  /** [n] h = v v / 2 of each reflection, whose v stands left of the diagonal of the matrix; 0 = there was none. */
  halves: Float64Array;
}

/** Householder reflections, one for each row from the last: what is left has the same eigenvalues. */
function tridiagonal(a: Float64Array, n: number): Reduced {
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  const halves = new Float64Array(n);
  const product = new Float64Array(n);
  for (let i = n - 1; i > 0; i--) {
    const row = a.subarray(i * n, i * n + i);
    const last = row[i - 1]!;
    const norm = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
    beside[i] = last > 0 ? -norm : norm;
    diagonal[i] = a[i * n + i]!;
    if (norm === 0) continue;
    // v = row - beside e, H = 1 - v vᵀ / h; the block above becomes A - v qᵀ - q vᵀ.
    const h = norm * norm - last * beside[i]!;
    halves[i] = h;
    row[i - 1] = last - beside[i]!;
    let projection = 0;
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let k = 0; k < i; k++) sum += a[j * n + k]! * row[k]!;
      product[j] = sum / h;
      projection += product[j]! * row[j]!;
    }
    for (let j = 0; j < i; j++) product[j] = product[j]! - (projection / (2 * h)) * row[j]!;
    for (let j = 0; j < i; j++)
      for (let k = 0; k < i; k++) a[j * n + k] = a[j * n + k]! - row[j]! * product[k]! - product[j]! * row[k]!;
  }
  if (n > 0) diagonal[0] = a[0]!;
  return { diagonal, beside, halves };
}

/** More sweeps for one eigenvalue than any finite matrix takes. */
const MOST_SWEEPS = 60;

/**
 * QL with implicit shifts.
 * @param beside [n] left of the diagonal, its first number unused
 * @param rotated told each rotation of numbers i and i + 1, in their order
 */
function ofTridiagonal(
  d: Float64Array,
  beside: Float64Array,
  rotated?: (i: number, cosine: number, sine: number) => void,
): Float64Array {
  const n = d.length;
  const e = new Float64Array(n);
  e.set(beside.subarray(1));
  for (let l = 0; l < n; l++) {
    for (let sweep = 0; ; sweep++) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]!) > Number.EPSILON * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) m++;
      if (m === l) break;
      if (sweep === MOST_SWEEPS) return d.fill(Number.NaN);
      const slope = (d[l + 1]! - d[l]!) / (2 * e[l]!);
      let g = d[m]! - d[l]! + e[l]! / (slope + (slope < 0 ? -1 : 1) * Math.hypot(slope, 1));
      let [sine, cosine, shift] = [1, 1, 0];
      let i = m - 1;
      for (; i >= l; i--) {
        const f = sine * e[i]!;
        const b = cosine * e[i]!;
        const r = Math.hypot(f, g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1] = d[i + 1]! - shift;
          break;
        }
        [sine, cosine] = [f / r, g / r];
        rotated?.(i, cosine, sine);
        g = d[i + 1]! - shift;
        const turned = (d[i]! - g) * sine + 2 * cosine * b;
        shift = sine * turned;
        d[i + 1] = g + shift;
        g = cosine * turned - b;
      }
      if (i < l) {
        d[l] = d[l]! - shift;
        e[l] = g;
      }
      e[m] = 0;
    }
  }
  return d;
}
