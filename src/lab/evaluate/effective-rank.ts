/**
 * Effective rank of a set of vectors (Roy and Vetterli, EUSIPCO 2007): exp of the entropy of their singular values,
 * each as a share of their sum. Vectors that all point one way have 1, vectors that use every direction alike as many
 * as there are directions. The mean is not taken off: vectors that have fallen together onto one are the case that
 * matters, and what is left of them without their mean is noise of every direction.
 */

/**
 * @param vectors [rows x width]
 * @returns from 1 to the smaller of rows and width; NaN where every number is 0, or one is no finite number
 */
export function effectiveRank(vectors: ArrayLike<number>, rows: number, width: number): number {
  const values = eigenvaluesOf(...smallerGram(vectors, rows, width)).map((value) => Math.sqrt(Math.max(0, value)));
  const sum = values.reduce((a, b) => a + b, 0);
  let entropy = 0;
  for (const value of values) if (value > 0) entropy -= (value / sum) * Math.log(value / sum);
  return sum > 0 ? Math.exp(entropy) : Number.NaN;
}

/** X Xᵀ or Xᵀ X, whichever is smaller, as [n x n]: both have the squares of the singular values of X. */
function smallerGram(x: ArrayLike<number>, rows: number, width: number): [gram: Float64Array, n: number] {
  const byRow = rows <= width;
  const n = byRow ? rows : width;
  const [inner, own, step] = byRow ? [width, width, 1] : [rows, 1, width];
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += x[i * own + k * step]! * x[j * own + k * step]!;
      gram[i * n + j] = sum;
      gram[j * n + i] = sum;
    }
  return [gram, n];
}

/** Eigenvalues of a symmetric matrix [n x n], in no order; the matrix is overwritten. */
export function eigenvaluesOf(a: Float64Array, n: number): Float64Array {
  const { diagonal, beside } = tridiagonal(a, n);
  return ofTridiagonal(diagonal, beside);
}

/** Householder reflections, one for each row from the last: what is left has the same eigenvalues. */
function tridiagonal(a: Float64Array, n: number): { diagonal: Float64Array; beside: Float64Array } {
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
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
  return { diagonal, beside };
}

/** More sweeps for one eigenvalue than any finite matrix takes. */
const MOST_SWEEPS = 60;

/** QL with implicit shifts. @param beside [n] left of the diagonal, its first number unused */
function ofTridiagonal(d: Float64Array, beside: Float64Array): Float64Array {
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
