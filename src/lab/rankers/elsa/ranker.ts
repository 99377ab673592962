import { evaluations } from '../cost';
import type { LogSize } from '../log-size';
import { defineRanker, type Method } from '../ranker';

declare module '../ranker' {
  interface Rankers {
    elsa: 'width' | 'epochs';
  }
}

/** What is tried: every width that the catalogue is large enough for, looked at after each of the epochs, ascending. */
export interface Search {
  widths: readonly [number, ...number[]];
  epochs: readonly number[];
}

/** Items for each number of a vector, so that it is worth trying: beyond that nothing is left to compress. */
const ITEMS_PER_NUMBER = 8;

export const widthsFor = ({ widths: [first, ...wider] }: Search, items: number): readonly number[] => [
  first,
  ...wider.filter((width) => ITEMS_PER_NUMBER * width <= items),
];

export const SEARCHES: Readonly<Record<'whole' | 'narrow' | 'fixed', Search>> = {
  // After 20 epochs NDCG@10 on validation rose no more on ml-latest-small and movietweetings-100k.
  whole: { widths: [32, 128], epochs: [5, 10, 20] },
  narrow: { widths: [32], epochs: [5, 10, 20] },
  fixed: { widths: [32], epochs: [5] },
};

/** Users of a step. */
export const BATCH = 128;

/** Multiply-adds of a product of matrices in the time of a plain one. */
const AT_ONCE = 4;
/** Of a number that is learnt, at each step: its part in a unit vector, its gradient and the optimizer. */
const UPDATING = 16;

/** Of an epoch: the Gramian and its gradient at each step, and the sums of the users. */
export const training = ({ users, items, events }: LogSize, width: number): number =>
  Math.ceil(users / BATCH) * items * width * ((1.5 * width) / AT_ONCE + UPDATING) +
  (1.5 * users * width ** 2) / AT_ONCE +
  2 * events * width;

/** Of ranking every user once. */
const evaluating = ({ users, items, events }: LogSize, width: number): number =>
  events * width + (users * items * (width + 1)) / AT_ONCE;

/** Held are weights, unit vectors, a gradient, two moments and the best vectors; single precision of those at hand. */
const method = (id: keyof typeof SEARCHES): Method => ({
  id,
  cost(size) {
    const search = SEARCHES[id];
    const widths = widthsFor(search, size.items);
    const looks = widths.length * search.epochs.length > 1 ? search.epochs.length : 0;
    /** Of a width, without the figures that are shown. */
    const trying = (width: number): number =>
      search.epochs.at(-1)! * training(size, width) + (evaluations(size, looks) - 2) * evaluating(size, width);
    return {
      operations: widths.reduce((sum, width) => sum + trying(width), 0) + 2 * evaluating(size, widths.at(-1)!),
      bytes: 8 * 7 * size.items * widths.at(-1)!,
    };
  },
});

export default defineRanker({
  id: 'elsa',
  place: 10,
  needs: { time: false },
  speed: 'slow',
  methods: [method('whole'), method('narrow'), method('fixed')],
});
