/**
 * The scores of one target, most of which are what everybody's are: a ranker adds to a few items, and which ones is
 * kept, so that ranking costs as many operations as there are of them and not as many as there are items.
 */
import type { Target } from '../../../data/dataset';
import type { Products } from './products';

/** What a model adds to: the scores of a target by one setting, or by several that differ in weights alone. */
export interface Additions {
  /**
   * Adds w x values[n] to items[n], for each n in [from, to), with w of setting s weights[at x settings + s].
   * @param weights [… x settings]
   */
  addAll(
    items: Uint32Array,
    values: Float64Array | Float32Array,
    from: number,
    to: number,
    weights: Float64Array,
    at: number,
  ): void;
}

/** What was added to the scores of a target, by one setting. */
export interface Added {
  /** The first `size` are the items that something was added to, each once. */
  readonly touched: Uint32Array;
  readonly size: number;
  has(item: number): boolean;
  /** Where something was added. */
  sumOf(item: number): number;
}

/** Of one setting: nothing at first. */
export class ScoreRow implements Additions, Added {
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

  addAll(...[items, values, from, to, weights, at]: Parameters<Additions['addAll']>): void {
    const { sums, touched } = this;
    const weight = weights[at]!;
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

  sumOf(item: number): number {
    return this.sums[item]!;
  }

  /** For a ranker that adds to every item: [items], to be added to. */
  all(): Float64Array {
    for (let item = 0; item < this.sums.length; item++) if (!this.has(item)) this.add(item, 0);
    return this.sums;
  }

  clear(): void {
    if (this.size === this.touched.length) this.sums.fill(Number.NaN);
    else for (let n = 0; n < this.size; n++) this.sums[this.touched[n]!] = Number.NaN;
    this.size = 0;
  }
}

/** Settings of which the scores of a target are added up at once. */
export const SETTINGS = 4;

/**
 * Of several settings: what one of them adds to, all look at. Sums of an item lie side by side, so that they cost one
 * look into memory that is seldom in the cache.
 */
export class ScoreRows implements Additions {
  readonly touched: Uint32Array;
  size = 0;
  /** [items x SETTINGS] The first of an item is NaN where nothing was added. */
  readonly sums: Float64Array;

  constructor(items: number) {
    this.sums = new Float64Array(items * SETTINGS).fill(Number.NaN);
    this.touched = new Uint32Array(items);
  }

  addAll(...[items, values, from, to, weights, at]: Parameters<Additions['addAll']>): void {
    const { sums, touched } = this;
    const own = at * SETTINGS;
    const [a, b, c, d] = [weights[own]!, weights[own + 1]!, weights[own + 2]!, weights[own + 3]!];
    let { size } = this;
    for (let n = from; n < to; n++) {
      const item = items[n]!;
      const value = values[n]!;
      const first = item * SETTINGS;
      const sum = sums[first]!;
      if (Number.isNaN(sum)) {
        touched[size++] = item;
        sums[first] = a * value;
        sums[first + 1] = b * value;
        sums[first + 2] = c * value;
        sums[first + 3] = d * value;
      } else {
        sums[first] = sum + a * value;
        sums[first + 1]! += b * value;
        sums[first + 2]! += c * value;
        sums[first + 3]! += d * value;
      }
    }
    this.size = size;
  }

  of(setting: number): Added {
    return new RowOfSetting(this, setting);
  }

  clear(): void {
    for (let n = 0; n < this.size; n++) this.sums[this.touched[n]! * SETTINGS] = Number.NaN;
    this.size = 0;
  }
}

class RowOfSetting implements Added {
  readonly touched: Uint32Array;
  private readonly sums: Float64Array;

  constructor(
    private readonly rows: ScoreRows,
    private readonly setting: number,
  ) {
    this.touched = rows.touched;
    this.sums = rows.sums;
  }

  get size(): number {
    return this.rows.size;
  }

  has(item: number): boolean {
    return !Number.isNaN(this.sums[item * SETTINGS]!);
  }

  sumOf(item: number): number {
    return this.sums[item * SETTINGS + this.setting]!;
  }
}

/** The scores of a target by several settings, as by so many `RowScorer`. */
export interface RowScorers {
  readonly base: Float64Array;
  /** Up to `SETTINGS`. */
  readonly settings: number;
  /** @param rows to which nothing was added yet */
  add(target: Target, rows: ScoreRows): void;
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
