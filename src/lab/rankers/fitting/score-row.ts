/**
 * The scores of one target, most of which are what everybody's are: a ranker adds to a few items, and which ones is
 * kept, so that ranking costs as many operations as there are of them and not as many as there are items.
 */
import type { Target } from '../../../data/dataset';

/** What is added to the scores of a target; zeros at first. */
export class ScoreRow {
  /** [items] */
  readonly values: Float64Array;
  /** The first `size` are the items that something was added to, each once. */
  readonly touched: Uint32Array;
  size = 0;
  private readonly isTouched: Uint8Array;

  constructor(items: number) {
    this.values = new Float64Array(items);
    this.touched = new Uint32Array(items);
    this.isTouched = new Uint8Array(items);
  }

  add(item: number, value: number): void {
    if (this.isTouched[item] === 0) {
      this.isTouched[item] = 1;
      this.touched[this.size++] = item;
    }
    this.values[item]! += value;
  }

  has(item: number): boolean {
    return this.isTouched[item] === 1;
  }

  /** For a ranker that adds to every item: [items], to be added to. */
  all(): Float64Array {
    if (!this.isFull) {
      this.isTouched.fill(1);
      for (let item = 0; item < this.touched.length; item++) this.touched[item] = item;
      this.size = this.touched.length;
    }
    return this.values;
  }

  get isFull(): boolean {
    return this.size === this.touched.length;
  }

  clear(): void {
    if (this.isFull) {
      this.values.fill(0);
      this.isTouched.fill(0);
    } else
      for (let n = 0; n < this.size; n++) {
        this.values[this.touched[n]!] = 0;
        this.isTouched[this.touched[n]!] = 0;
      }
    this.size = 0;
  }
}

/** Scores of a target: `base` plus what is added to it, summed in double precision and rounded to single once. */
export interface RowScorer {
  /** [items] The same for every target. */
  readonly base: Float64Array;
  /** @param row zeros */
  add(target: Target, row: ScoreRow): void;
}
