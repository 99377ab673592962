import { evaluations } from '../cost';
import type { LogSize } from '../log-size';
import { defineRanker, type Method } from '../ranker';
import type { Weights } from './factors';

declare module '../ranker' {
  interface Rankers {
    ials: 'alpha0' | 'lambda' | 'iterations';
  }
}

/** Numbers of a factor. */
export const WIDTH = 64;

/** What is tried. `iterations` ascending: after each of them a setting is looked at. */
export interface Search {
  weights: readonly Weights[];
  iterations: readonly number[];
}

const grid = (alphas: readonly number[], lambdas: readonly number[]): Weights[] =>
  alphas.flatMap((alpha0) => lambdas.map((lambda) => ({ alpha0, lambda })));

export const SEARCHES: Readonly<Record<'whole' | 'fixed', Search>> = {
  whole: { weights: grid([0.01, 0.1, 1], [0.001, 0.01, 0.1]), iterations: [4, 8, 16] },
  fixed: { weights: grid([0.1], [0.01]), iterations: [8] },
};

/** Of a row beside its events: a Cholesky factor of the normal equations, and two triangles to solve. */
const SOLVING = WIDTH ** 3 / 6 + WIDTH ** 2;
/** Of an event of a row: half of the square, in groups of four. */
const ADDING = (WIDTH * (WIDTH + 4)) / 2;

const iterating = ({ users, items, events }: LogSize): number =>
  2 * events * ADDING + (users + items) * (SOLVING + ADDING);

const evaluating = ({ users, items, events }: LogSize): number => events * ADDING + users * (SOLVING + items * WIDTH);

/** Held are the factors of users and items, and two copies of the latter: the best ones, and those at hand. */
const method = (id: keyof typeof SEARCHES): Method => ({
  id,
  cost(size) {
    const { weights, iterations } = SEARCHES[id];
    const looks = weights.length * iterations.length;
    return {
      operations:
        weights.length * iterations.at(-1)! * iterating(size) +
        evaluations(size, looks > 1 ? looks : 0) * evaluating(size),
      bytes: 8 * WIDTH * (size.users + 3 * size.items),
    };
  },
});

export default defineRanker({
  id: 'ials',
  place: 7,
  needs: { time: false },
  speed: 'slow',
  methods: [method('whole'), method('fixed')],
});
