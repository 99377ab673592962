/** In events; null: nothing is forgotten, which is the plain sum. */
export type HalfLife = number | null;
export const HALF_LIVES: readonly [HalfLife, ...HalfLife[]] = [null, 50, 20, 10, 5, 2, 1, 0.5];
