/** The curves of a run: grown step by step, published in chunks, kept whole with the run. */

import type { ProbeSeries } from '../../model/check/probe';

/** Computed on the validation part at the end of each epoch. */
export const VALIDATION_METRICS = ['hr@10', 'recall@10', 'ndcg@10'] as const;
export type ValidationMetric = (typeof VALIDATION_METRICS)[number];
/** Of the pairs of the validation part, where a ranker learns from what was shown. */
export const PAIR_METRICS = ['auc', 'gauc'] as const;
export type PairMetric = (typeof PAIR_METRICS)[number];
/** Of an objective of that node, before its weight. */
export type TermSeries = `term ${string}`;
export type SeriesName = 'loss' | ValidationMetric | PairMetric | TermSeries | ProbeSeries;

export const isSeriesName = (name: string): name is SeriesName =>
  name === 'loss' ||
  name.startsWith('term ') ||
  [...VALIDATION_METRICS, ...PAIR_METRICS].some((metric) => metric === name) ||
  /\/\d+\/(mean|spread)$/.test(name);

/** Points of one series; arrays run in parallel. */
export interface SeriesChunk {
  name: SeriesName;
  steps: Float64Array;
  values: Float64Array;
}

/** Name of the series of an objective's term, before its weight. */
export const termSeries = (nodeId: string): TermSeries => `term ${nodeId}`;

/** Points of one series, appended only. Memory doubles as it fills: 16 bytes a point. */
class Points {
  private allSteps = new Float64Array(64);
  private allValues = new Float64Array(64);
  length = 0;
  /** How many have been published. */
  published = 0;

  append(steps: ArrayLike<number>, values: ArrayLike<number>): void {
    if (steps.length !== values.length) throw new Error(`series: ${steps.length} steps for ${values.length} values`);
    const needed = this.length + steps.length;
    if (needed > this.allSteps.length) {
      const capacity = Math.max(needed, this.allSteps.length * 2);
      this.allSteps = grown(this.allSteps, capacity);
      this.allValues = grown(this.allValues, capacity);
    }
    this.allSteps.set(steps, this.length);
    this.allValues.set(values, this.length);
    this.length = needed;
  }

  cutAfter(step: number): void {
    while (this.length > 0 && this.allSteps[this.length - 1]! > step) this.length -= 1;
    this.published = Math.min(this.published, this.length);
  }

  /** Views of what is there, from a point on. */
  from(start: number): { steps: Float64Array<ArrayBuffer>; values: Float64Array<ArrayBuffer> } {
    return { steps: this.allSteps.subarray(start, this.length), values: this.allValues.subarray(start, this.length) };
  }
}

const grown = (old: Float64Array<ArrayBuffer>, capacity: number): Float64Array<ArrayBuffer> => {
  const next = new Float64Array(capacity);
  next.set(old);
  return next;
};

export class SeriesLog {
  private readonly curves = new Map<SeriesName, Points>();

  get names(): SeriesName[] {
    return [...this.curves.keys()];
  }

  add(name: SeriesName, step: number, value: number): void {
    this.pointsOf(name).append([step], [value]);
  }

  append(chunks: readonly SeriesChunk[]): void {
    for (const { name, steps, values } of chunks) this.pointsOf(name).append(steps, values);
  }

  private pointsOf(name: SeriesName): Points {
    let points = this.curves.get(name);
    if (!points) this.curves.set(name, (points = new Points()));
    return points;
  }

  /** Points since the last call. */
  takeNew(): SeriesChunk[] {
    const chunks: SeriesChunk[] = [];
    for (const [name, points] of this.curves) {
      if (points.published === points.length) continue;
      chunks.push(copied(name, points.from(points.published)));
      points.published = points.length;
    }
    return chunks;
  }

  all(): SeriesChunk[] {
    return [...this.curves].map(([name, points]) => copied(name, points.from(0)));
  }

  /** Stored curves in place of what is there, without the points after `step`; they count as published. */
  restore(chunks: readonly SeriesChunk[], step: number): void {
    this.curves.clear();
    this.append(chunks);
    this.cutAfter(step);
    for (const points of this.curves.values()) points.published = points.length;
  }

  /** Without the points after `step`: they will come again. */
  cutAfter(step: number): void {
    for (const points of this.curves.values()) points.cutAfter(step);
  }

  clear(): void {
    this.curves.clear();
  }

  /** Every point of a series; null where there is no such series. Valid until points are added. */
  points(name: SeriesName): { steps: Float64Array; values: Float64Array } | null {
    return this.curves.get(name)?.from(0) ?? null;
  }

  first(name: SeriesName): number | null {
    return this.points(name)?.values[0] ?? null;
  }

  last(name: SeriesName): number | null {
    return this.points(name)?.values.at(-1) ?? null;
  }
}

const copied = (name: SeriesName, { steps, values }: { steps: Float64Array; values: Float64Array }): SeriesChunk => ({
  name,
  steps: steps.slice(),
  values: values.slice(),
});
