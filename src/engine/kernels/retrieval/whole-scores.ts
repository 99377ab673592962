/**
 * The plain loop that large catalogues are compared with. Vectors of whole numbers, as 256ths: their products and the
 * sums of these are exact in single precision, in any order and fused or not, while no sum reaches 2^24. Equal scores
 * are then equal everywhere.
 */

/** Parts of one. */
export const PARTS = 256;

/** The same numbers as a device takes them. */
export function singles(wholes: Int16Array): Float32Array {
  const out = new Float32Array(wholes.length);
  for (let i = 0; i < out.length; i++) out[i] = (wholes[i] ?? 0) / PARTS;
  return out;
}

/** @param user [width]; @param items [items x width]; @returns [items] whole scores, in PARTS^2 parts of one */
export function wholeScores(user: Int16Array, items: Int16Array): Int32Array {
  const width = user.length;
  const scores = new Int32Array(items.length / width);
  for (let item = 0; item < scores.length; item++) {
    let sum = 0;
    for (let d = 0; d < width; d++) sum += (user[d] ?? 0) * (items[item * width + d] ?? 0);
    scores[item] = sum;
  }
  return scores;
}

/** The k best: best first, ties by lowest index. */
export function bestOf(scores: Int32Array, k: number, gone: ReadonlySet<number>): number[] {
  const best: number[] = [];
  for (let item = 0; item < scores.length; item++) {
    const score = scores[item] ?? 0;
    if ((best.length === k && score <= (scores[best[k - 1] ?? 0] ?? 0)) || gone.has(item)) continue;
    let place = Math.min(best.length, k - 1);
    for (; place > 0 && (scores[best[place - 1] ?? 0] ?? 0) < score; place--) best[place] = best[place - 1] ?? 0;
    best[place] = item;
  }
  return best;
}
