/** Growing curves in typed arrays, and their thinning to what a chart can show. */

export interface Curve {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/** Points of one series, appended only. Memory doubles as it fills: 16 bytes a point. */
export class SeriesBuffer {
  #steps = new Float64Array(256);
  #values = new Float64Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(steps: Float64Array, values: Float64Array): void {
    if (steps.length !== values.length) throw new Error(`series: ${steps.length} steps for ${values.length} values`);
    const needed = this.#length + steps.length;
    if (needed > this.#steps.length) {
      const capacity = Math.max(needed, this.#steps.length * 2);
      this.#steps = grown(this.#steps, capacity);
      this.#values = grown(this.#values, capacity);
    }
    this.#steps.set(steps, this.#length);
    this.#values.set(values, this.#length);
    this.#length = needed;
  }

  /** Without the points after `step`: they will come again. */
  cutAfter(step: number): void {
    while (this.#length > 0 && (this.#steps[this.#length - 1] ?? 0) > step) this.#length -= 1;
  }

  get steps(): Float64Array {
    return this.#steps.subarray(0, this.#length);
  }

  get values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}

const grown = (old: Float64Array, capacity: number): Float64Array<ArrayBuffer> => {
  const next = new Float64Array(capacity);
  next.set(old);
  return next;
};

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
