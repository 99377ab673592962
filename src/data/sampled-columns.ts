/**
 * Items that stand as columns beside those of the rows: mixed negative sampling (Yang et al., WWW 2020 Companion),
 * which shows items nobody chose as well, or cross-batch negatives (Wang et al., SIGIR 2021), which are not encoded.
 */
import type { Batch } from './batches';
import { shownBefore, type CandidateRows } from './candidates';
import type { Dataset } from './dataset';
import { createRandom } from './random';

export interface SampledColumns {
  /** N, from 1. */
  count: number;
  /**
   * Every item of the catalogue alike, or by its share of training events, as the rows' items are; `mixed`: by turns
   * the one and the other, the first column uniform. `shown`: column n is row n % B's, an item that its user was shown
   * up to the moment of the row's event and did not take, the newest first; the row's own item, which is no negative of
   * it, where there is none. `earlier`: the rows' items of the batches before, the newest, whose vectors are kept (see
   * `EarlierItems`); nothing is encoded for them.
   */
  by: 'uniform' | 'popularity' | 'mixed' | 'shown' | 'earlier';
  /** Of earlier ones: the step before which no row is kept, 0 unless given: vectors change fast at first. */
  from?: number;
}

/** Rows that they add to the item side. */
export const encodedColumns = (sampled: SampledColumns | null): number =>
  sampled === null || sampled.by === 'earlier' ? 0 : sampled.count;

export const sameColumns = (a: SampledColumns, b: SampledColumns): boolean =>
  a.count === b.count && a.by === b.by && a.from === b.from;

export interface ColumnSampler {
  /**
   * [N] items of a step, drawn with replacement or of its rows: a pure function of seed and step. Not of earlier ones,
   * which batches know.
   */
  at(step: number, rows: Omit<CandidateRows, 'eventOf'>): Uint32Array;
  /**
   * [B + N] log ((B q_j + sum_n p_n(j)) / (B + N)), the chance that one of all columns holds its item, p_n that of
   * sampled column n; B counts real rows, and padding has the value of its item. Earlier rows were drawn by popularity;
   * items that were shown are taken for it.
   */
  logQ(batch: Pick<Batch, 'items' | 'real' | 'sampled'>): Float32Array;
}

/** @throws RangeError for a count that is no whole number from 1, and where nothing was shown in training */
export function columnSampler(dataset: Dataset, { count, by }: SampledColumns, seed: number): ColumnSampler {
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(`columnSampler: count is ${count}; whole numbers from 1 are allowed`);
  const {
    events,
    items,
    split: { itemCounts, train },
  } = dataset;
  const shareOf = (item: number): number => itemCounts[item]! / train.length;
  const isUniform = (n: number): boolean => by === 'uniform' || (by === 'mixed' && n % 2 === 0);
  const uniform = { uniform: count, mixed: Math.ceil(count / 2), popularity: 0, shown: 0, earlier: 0 }[by];
  const fill = by === 'shown' ? shownBefore(dataset)(0) : null;
  return {
    at(step, rows) {
      if (fill) return shownColumns(count, rows, fill);
      const random = createRandom(seed, 'sampled columns', step);
      return Uint32Array.from({ length: count }, (_, n) =>
        isUniform(n) ? random.below(items.length) : events.item[train[random.below(train.length)]!]!,
      );
    },
    logQ({ items: own, real, sampled }) {
      const mixed = (item: number): number =>
        Math.log(((real + count - uniform) * shareOf(item) + uniform / items.length) / (real + count));
      const out = new Float32Array(own.length + sampled.length);
      own.forEach((item, column) => {
        out[column] = mixed(item);
      });
      sampled.forEach((item, column) => {
        out[own.length + column] = mixed(item);
      });
      return out;
    },
  };
}

function shownColumns(
  count: number,
  rows: Omit<CandidateRows, 'eventOf'>,
  fill: ReturnType<ReturnType<typeof shownBefore>>,
): Uint32Array {
  const { items, real } = rows;
  const columns = Uint32Array.from({ length: count }, (_, n) => items[n % items.length]!);
  const places = new Uint32Array(Math.ceil(count / items.length));
  for (let row = 0; row < Math.min(real, count); row++) {
    const found = fill(row, rows, places);
    for (let place = 0; place < found; place++) {
      const n = row + place * items.length;
      if (n < count) columns[n] = places[place]!;
    }
  }
  return columns;
}
