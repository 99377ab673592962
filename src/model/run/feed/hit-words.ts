/**
 * The numbers of a step that tell its accidental hits: those of `packHits` in
 * engine/kernels/in-batch-softmax/hits.ts, in memory that is kept from step to step.
 */
import {
  NO_ITEM,
  columnOrder,
  hitWords,
  rowOrder,
  type ColumnOrder,
  type HitColumns,
  type Positives,
} from '../../../engine/kernels/in-batch-softmax/hits';
import { Ascending } from './ascending';

export class HitWords {
  readonly words: Uint32Array;
  /** Of each row. */
  private readonly positives: Uint32Array;
  /** Items of the columns that are no padding, and which these are. */
  private readonly items: Uint32Array;
  private readonly columns: Uint32Array;
  private readonly ascending: Ascending;

  /** @param rows B; @param sampled N */
  constructor(
    private readonly rows: number,
    private readonly sampled: number,
  ) {
    this.words = new Uint32Array(hitWords(rows, sampled));
    this.positives = new Uint32Array(rows);
    this.items = new Uint32Array(rows + sampled);
    this.columns = new Uint32Array(rows + sampled);
    this.ascending = new Ascending(rows + sampled);
  }

  /** @param start of the positives of each user */
  prepare({ start }: Pick<Positives, 'start'>, { real, users, items, sampled }: HitColumns): void {
    const { rows, words, positives, columns } = this;
    const behind = words.length;
    for (let row = 0; row < rows; row++) {
      const user = users[row]!;
      const begin = start[user]!;
      const count = row < real ? start[user + 1]! - begin : 0;
      words[row] = behind + begin;
      words[rows + row] = behind + begin + count;
      positives[row] = count;
    }
    words.set(this.ascending.of(positives, rows), rowOrder(rows));
    for (let row = 0; row < real; row++) {
      this.items[row] = items[row]!;
      columns[row] = row;
    }
    this.writeOrder(columnOrder(rows, rows, true), 0, real);
    if (this.sampled === 0) return;
    for (let n = 0; n < sampled.length; n++) {
      this.items[real + n] = sampled[n]!;
      columns[real + n] = rows + n;
    }
    this.writeOrder(columnOrder(rows, rows + this.sampled, true), 0, real + this.sampled);
    this.writeOrder(columnOrder(rows, rows + this.sampled, false), real, real + this.sampled);
  }

  /** Of the columns from `first` to before `end`, and then those that are padding. */
  private writeOrder({ at, count, places }: ColumnOrder, first: number, end: number): void {
    const { words, rows } = this;
    const items = this.items.subarray(first, end);
    const columns = this.columns.subarray(first, end);
    const order = this.ascending.of(items, items.length);
    for (let place = 0; place < order.length; place++) {
      const column = columns[order[place]!]!;
      words[at + place] = items[order[place]!]!;
      words[at + count + place] = column;
      if (column < rows) words[places + column] = place;
    }
    for (let place = order.length, column = rows + order.length - count; place < count; place++, column++) {
      words[at + place] = NO_ITEM;
      words[at + count + place] = column;
      words[places + column] = place;
    }
  }
}
