/** Does a column of a table retell the log? A play count in the item table was counted over the very events that are held out. */

const SUSPICIOUS = 0.9;
/** Fewer rows agree by chance. */
const ENOUGH = 10;

/**
 * Whether numbers of items (or users) order them almost as their events in the whole log do, or the other way round (a chart position).
 * @param values [owner rows] NaN where there is none
 * @param events [owner rows] events in the whole log
 */
export function summarisesLog(values: Float64Array, events: Uint32Array): boolean {
  const rows = [...values.keys()].filter((row) => Number.isFinite(values[row]!));
  if (rows.length < ENOUGH) return false;
  return Math.abs(correlation(ranks(rows.map((row) => values[row]!)), ranks(rows.map((row) => events[row]!)))) > SUSPICIOUS;
}

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

function correlation(a: Float64Array, b: Float64Array): number {
  const middle = (a.length - 1) / 2;
  let both = 0;
  let ofA = 0;
  let ofB = 0;
  for (let i = 0; i < a.length; i++) {
    both += (a[i]! - middle) * (b[i]! - middle);
    ofA += (a[i]! - middle) ** 2;
    ofB += (b[i]! - middle) ** 2;
  }
  return ofA === 0 || ofB === 0 ? 0 : both / Math.sqrt(ofA * ofB);
}
