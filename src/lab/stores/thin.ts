/** Curves thinned to what a chart can show. */

export interface Curve {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/**
 * At most `most` points that keep every spike: the steps are cut into equal buckets and each gives its lowest and
 * highest value, in order. First and last point always stay, so the chart's ends and its current value are true.
 */
export function thin(steps: Float64Array, values: Float64Array, most = 300): Curve {
  const n = steps.length;
  if (n <= most) return { steps: [...steps], values: [...values] };
  const buckets = Math.floor((most - 2) / 2);
  const kept: number[] = [0];
  for (let b = 0; b < buckets; b++) {
    const from = 1 + Math.floor((b * (n - 2)) / buckets);
    const to = 1 + Math.floor(((b + 1) * (n - 2)) / buckets);
    let low = from;
    let high = from;
    for (let i = from; i < to; i++) {
      if ((values[i] ?? 0) < (values[low] ?? 0)) low = i;
      if ((values[i] ?? 0) > (values[high] ?? 0)) high = i;
    }
    kept.push(...(low === high ? [low] : low < high ? [low, high] : [high, low]));
  }
  kept.push(n - 1);
  return { steps: kept.map((i) => steps[i] ?? 0), values: kept.map((i) => values[i] ?? 0) };
}
