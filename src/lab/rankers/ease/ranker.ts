import { evaluations, pairing, scoring, SCATTERED } from '../cost';
import type { LogSize } from '../log-size';
import { defineRanker, type Method } from '../ranker';

declare module '../ranker' {
  interface Rankers {
    ease: 'lambda';
  }
}

/**
 * Where its matrices were inverted: on the GPU, or on the processor, since there is none, it is too small, rounds too
 * much, or gave up.
 */
export type EaseNote = 'onGpu' | 'noGpu' | 'gpuTooSmall' | 'tooCoarse' | 'gpuFailed';

export const EASE_LAMBDAS: readonly number[] = [20, 100, 300, 1000, 3000, 10_000, 30_000];
/** The most frequent items, among which lambda is chosen where the catalogue is too large to try them all on it. */
export const FREQUENT = 2048;
/** Of what knows every pair of items: the sparse forms know so many neighbours of each as they are solved on. */
const PATIENCE = 3;
/** Items that an item is solved on, in the sparse forms; the second where the first takes too long. */
export const SOLVED_ON = { sparse: 100, sparser: 30 } as const;
export type SparseForm = keyof typeof SOLVED_ON;
export const isSparse = (method: string): method is SparseForm => method in SOLVED_ON;

/** Of the inverse of items x items, or users x users with what makes the larger one of it. */
const inverting = ({ users, items, events }: LogSize): number =>
  users < items ? users ** 3 / 2 + events * (users + items / 2) : items ** 3 / 2;

const searching = (size: LogSize): number => {
  const items = Math.min(size.items, FREQUENT);
  return (
    EASE_LAMBDAS.length * inverting({ ...size, items }) + evaluations(size, EASE_LAMBDAS.length) * size.events * items
  );
};

/** `bytes` of a cell of the square, the inverse in double precision and what else is held of its size. */
const square = ({ users, items }: LogSize, bytes: number): number =>
  bytes * items ** 2 + (users < items ? 8 * users ** 2 : 0);

/** Every lambda on the whole catalogue. Held are the inverse, the weights, and the best weights so far. */
const whole: Method = {
  id: 'whole',
  patience: PATIENCE,
  cost: (size) => ({
    operations:
      EASE_LAMBDAS.length * inverting(size) + evaluations(size, EASE_LAMBDAS.length) * size.events * size.items,
    bytes: square(size, 16),
  }),
};

/** One inverse, by a lambda that is chosen on the most frequent items. Its weights are written over it. */
const chosenOnFrequent: Method = {
  id: 'chosenOnFrequent',
  patience: PATIENCE,
  cost: (size) => ({
    operations: searching(size) + inverting(size) + 2 * size.events * size.items,
    bytes: square(size, 8),
  }),
};

/**
 * Of counting the users that the items of one system have in common, pair by pair: frequent items are the neighbours of
 * many others, and near ones share a fifth of their users.
 */
const counting = ({ itemPairs, events }: LogSize, solvedOn: number): number =>
  (SCATTERED * solvedOn * (1 + solvedOn / 10) * itemPairs) / Math.max(1, events);

/** A system of equations for each item, of the items most similar to it; by the same choice of lambda. */
const sparse = (id: SparseForm): Method => {
  const solvedOn = SOLVED_ON[id];
  return {
    id,
    cost: (size) => ({
      operations:
        searching(size) +
        pairing(size) +
        size.items * (solvedOn ** 3 / 6 + counting(size, solvedOn)) +
        2 * scoring(size, solvedOn),
      bytes: 16 * size.items * solvedOn + 16 * Math.min(size.items, FREQUENT) ** 2,
    }),
  };
};

export default defineRanker({
  id: 'ease',
  place: 6,
  needs: { time: false },
  speed: 'slow',
  methods: [whole, chosenOnFrequent, sparse('sparse'), sparse('sparser')],
});
