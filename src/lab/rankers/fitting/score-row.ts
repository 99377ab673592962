/**
 * The scores of one target, most of which are what everybody's are: a ranker adds to a few items, and which ones is
 * kept, so that ranking costs as many operations as there are of them and not as many as there are items.
 */
import type { Target } from '../../../data/dataset';
import type { Products } from './products';

/** What is added to the scores of a target: nothing at first. */
export class ScoreRow {
  /** The first `size` are the items that something was added to, each once. */
  readonly touched: Uint32Array;
  size = 0;
  /** [items] NaN where nothing was added: one array says both, since each look at it may miss the cache. */
  private readonly sums: Float64Array;

  constructor(items: number) {
    this.sums = new Float64Array(items).fill(Number.NaN);
    this.touched = new Uint32Array(items);
  }

  add(item: number, value: number): void {
    const sum = this.sums[item]!;
    if (Number.isNaN(sum)) {
      this.touched[this.size++] = item;
      this.sums[item] = value;
    } else this.sums[item] = sum + value;
  }

  /** Adds weight x values[n] to items[n], for each n in [from, to). */
  addAll(items: Uint32Array, values: Float64Array | Float32Array, from: number, to: number, weight: number): void {
    const { sums, touched } = this;
    let { size } = this;
    for (let n = from; n < to; n++) {
      const item = items[n]!;
      const sum = sums[item]!;
      const value = weight * values[n]!;
      if (Number.isNaN(sum)) {
        touched[size++] = item;
        sums[item] = value;
      } else sums[item] = sum + value;
    }
    this.size = size;
  }

  has(item: number): boolean {
    return !Number.isNaN(this.sums[item]!);
  }

  /** What was added; NaN where nothing was. */
  sumOf(item: number): number {
    return this.sums[item]!;
  }

  /** For a ranker that adds to every item: [items], to be added to. */
  all(): Float64Array {
    for (let item = 0; item < this.sums.length; item++) if (!this.has(item)) this.add(item, 0);
    return this.sums;
  }

  get isFull(): boolean {
    return this.size === this.touched.length;
  }

  clear(): void {
    if (this.isFull) this.sums.fill(Number.NaN);
    else for (let n = 0; n < this.size; n++) this.sums[this.touched[n]!] = Number.NaN;
    this.size = 0;
  }
}

/** Scores of a target: `base` plus what is added to it, summed in double precision and rounded to single once. */
export interface RowScorer {
  /** [items] The same for every target. */
  readonly base: Float64Array;
  /** What is added depends on the moment too, and not on the past of the user alone. */
  readonly ofMoment?: true;
  /** @param row to which nothing was added yet */
  add(target: Target, row: ScoreRow): void;
  /** The same scores, where they are inner products. */
  readonly products?: Products;
}
