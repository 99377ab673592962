/** The curves of a run: grown step by step, published in chunks, kept whole for a reload. */

/** New points since the last event; arrays run in parallel. */
export interface SeriesChunk {
  name: string;
  steps: Float64Array;
  values: Float64Array;
}

interface Curve {
  steps: number[];
  values: number[];
  published: number;
}

/** Name of the series of an objective's term, before its weight. */
export const termSeries = (nodeId: string): string => `term ${nodeId}`;

export class SeriesLog {
  private readonly curves = new Map<string, Curve>();

  add(name: string, step: number, value: number): void {
    let curve = this.curves.get(name);
    if (!curve) this.curves.set(name, (curve = { steps: [], values: [], published: 0 }));
    curve.steps.push(step);
    curve.values.push(value);
  }

  /** Points since the last call. */
  takeNew(): SeriesChunk[] {
    const chunks: SeriesChunk[] = [];
    for (const [name, curve] of this.curves) {
      if (curve.published === curve.steps.length) continue;
      chunks.push({
        name,
        steps: Float64Array.from(curve.steps.slice(curve.published)),
        values: Float64Array.from(curve.values.slice(curve.published)),
      });
      curve.published = curve.steps.length;
    }
    return chunks;
  }

  all(): SeriesChunk[] {
    return [...this.curves].map(([name, { steps, values }]) => ({
      name,
      steps: Float64Array.from(steps),
      values: Float64Array.from(values),
    }));
  }

  /** Brings stored curves back, without the points after `step`. */
  restore(chunks: readonly SeriesChunk[], step: number): void {
    this.curves.clear();
    for (const { name, steps, values } of chunks) {
      const end = steps.findIndex((s) => s > step);
      const count = end < 0 ? steps.length : end;
      this.curves.set(name, {
        steps: [...steps.subarray(0, count)],
        values: [...values.subarray(0, count)],
        published: count,
      });
    }
  }

  first(name: string): number | null {
    return this.curves.get(name)?.values[0] ?? null;
  }

  last(name: string): number | null {
    return this.curves.get(name)?.values.at(-1) ?? null;
  }
}
