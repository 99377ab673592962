import { evaluations } from '../cost';
import type { LogSize } from '../log-size';
import { defineRanker, type Method } from '../ranker';
import type { Weights } from './factors';

declare module '../ranker' {
  interface Rankers {
    ials: 'alpha0' | 'lambda' | 'width' | 'iterations';
  }
}

/**
 * What is tried: all weights at the first width, then the best of them at every further one that the catalogue is large
 * enough for. Weights keep their meaning at any width, and twice the width takes up to eight times as long.
 * `iterations` ascending: a setting is looked at after each of them.
 */
export interface Search {
  weights: readonly Weights[];
  widths: readonly [number, ...number[]];
  iterations: readonly number[];
}

/** Items for each number of a factor, so that it is worth trying: beyond that nothing is left to compress. */
const ITEMS_PER_NUMBER = 8;

export const widerThanFirst = ({ widths: [, ...wider] }: Search, items: number): number[] =>
  wider.filter((width) => ITEMS_PER_NUMBER * width <= items);

/**
 * Of the reference logs each has its best alpha0 elsewhere between .01 and 1, and with it lambda x alpha0, by which the
 * many pairs that were not observed regularise a row, near .001 or .003.
 */
const ALPHAS: readonly number[] = [0.01, 0.03, 0.1, 0.3, 1];
const PRODUCTS: readonly number[] = [0.001, 0.003];

const grid: readonly Weights[] = ALPHAS.flatMap((alpha0) =>
  PRODUCTS.map((product) => ({ alpha0, lambda: Number((product / alpha0).toPrecision(2)) })),
);

export const SEARCHES: Readonly<Record<'whole' | 'fixed', Search>> = {
  // A page counts this as it loads a log: twice the width may cost eight times as much.
  whole: { weights: grid, widths: [32, 64], iterations: [4, 8] },
  fixed: { weights: [{ alpha0: 0.1, lambda: 0.01 }], widths: [32], iterations: [8] },
};

/** Of a row beside its events: a Cholesky factor of the normal equations, and two triangles to solve. */
const solving = (width: number): number => width ** 3 / 6 + width ** 2;
/** Of an event of a row: half of the square, in groups of four. */
const adding = (width: number): number => (width * (width + 4)) / 2;

/** Of an iteration, the Gramians among it. */
export const iterating = ({ users, items, events }: LogSize, width: number): number =>
  2 * events * adding(width) + (users + items) * (solving(width) + adding(width));

/** Multiply-adds of a product of matrices in the time of a plain one. */
const AT_ONCE = 8;

/** Of folding in and ranking every user once. */
export const evaluating = ({ users, items, events }: LogSize, width: number): number =>
  events * adding(width) + users * (solving(width) + (items * (width + 1)) / AT_ONCE);

/** The widest factors that are tried. */
export const widest = (search: Search, items: number): number =>
  widerThanFirst(search, items).at(-1) ?? search.widths[0];

/**
 * Held are the factors of users and items, and two copies of the latter, the best ones and those at hand, each in
 * single precision too.
 */
const method = (id: keyof typeof SEARCHES): Method => ({
  id,
  cost(size) {
    const search = SEARCHES[id];
    const { weights, widths, iterations } = search;
    const wider = widerThanFirst(search, size.items);
    const looks = weights.length * iterations.length > 1 ? iterations.length : 0;
    /** Of a setting, without the figures that are shown. */
    const trying = (width: number): number =>
      iterations.at(-1)! * iterating(size, width) + (evaluations(size, looks) - 2) * evaluating(size, width);
    return {
      operations:
        weights.length * trying(widths[0]) +
        wider.reduce((sum, width) => sum + trying(width), 0) +
        2 * evaluating(size, widest(search, size.items)),
      bytes: 8 * widest(search, size.items) * (size.users + 4 * size.items),
    };
  },
});

export default defineRanker({
  id: 'ials',
  place: 8,
  needs: { time: false },
  speed: 'slow',
  methods: [method('whole'), method('fixed')],
});
