/**
 * Items that stand as columns beside those of the rows: mixed negative sampling (Yang et al., WWW 2020 Companion),
 * which shows items nobody chose as well.
 */
import type { Batch } from './batches';
import type { Dataset } from './dataset';
import { createRandom } from './random';

export interface SampledColumns {
  /** N, from 1. */
  count: number;
  /** Every item of the catalogue alike, or by its share of training events, as the rows' items are. */
  by: 'uniform' | 'popularity';
}

export interface ColumnSampler {
  /** [N] items of a step, drawn with replacement: a pure function of seed and step. */
  at(step: number): Uint32Array;
  /**
   * [B + N] log ((B q_j + N p_j) / (B + N)), the chance that one of all columns holds its item; B counts real rows, and
   * padding has the value of its item.
   */
  logQ(batch: Pick<Batch, 'items' | 'real' | 'sampled'>): Float32Array;
}

/** @throws RangeError for a count that is no whole number from 1 */
export function columnSampler(dataset: Dataset, { count, by }: SampledColumns, seed: number): ColumnSampler {
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(`columnSampler: count is ${count}; whole numbers from 1 are allowed`);
  const {
    events,
    items,
    split: { itemCounts, train },
  } = dataset;
  const shareOf = (item: number): number => itemCounts[item]! / train.length;
  const chanceOf = by === 'uniform' ? () => 1 / items.length : shareOf;
  return {
    at(step) {
      const random = createRandom(seed, 'sampled columns', step);
      return Uint32Array.from({ length: count }, () =>
        by === 'uniform' ? random.below(items.length) : events.item[train[random.below(train.length)]!]!,
      );
    },
    logQ({ items: own, real, sampled }) {
      const mixed = (item: number): number =>
        Math.log((real * shareOf(item) + count * chanceOf(item)) / (real + count));
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
