/** Spearman's rank correlation, with ties. */

/**
 * 1 where two lists of numbers order alike, -1 where one turns the other round; null where there is none: all numbers
 * of a list are equal, or there are fewer than two.
 * @param b as long as `a`
 */
export const rankCorrelation = (a: readonly number[], b: readonly number[]): number | null =>
  correlation(ranks(a), ranks(b));

/** Mid-ranks: Spearman's correlation with ties is Pearson's of these. */
function ranks(values: readonly number[]): Float64Array {
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
  const out = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) out[order[i]!] = (from + to - 1) / 2;
    from = to;
  }
  return out;
}

function correlation(a: Float64Array, b: Float64Array): number | null {
  const middle = (a.length - 1) / 2;
  let both = 0;
  let ofA = 0;
  let ofB = 0;
  for (let i = 0; i < a.length; i++) {
    both += (a[i]! - middle) * (b[i]! - middle);
    ofA += (a[i]! - middle) ** 2;
    ofB += (b[i]! - middle) ** 2;
  }
  return ofA === 0 || ofB === 0 ? null : both / Math.sqrt(ofA * ofB);
}
