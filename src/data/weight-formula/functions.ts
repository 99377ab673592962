/** Functions that a weight formula may call. */

export interface WeightFunction {
  /** As its arguments are written. */
  takes: string;
  /** Fewest and most arguments. */
  least: number;
  most: number;
  of(...values: number[]): number;
}

const ofOne = (of: (x: number) => number): WeightFunction => ({ takes: 'x', least: 1, most: 1, of });
const ofSeveral = (of: (...values: number[]) => number): WeightFunction => ({
  takes: 'x, y, …',
  least: 2,
  most: Infinity,
  of,
});

export const FUNCTIONS: ReadonlyMap<string, WeightFunction> = new Map([
  ['log1p', ofOne(Math.log1p)],
  ['log', ofOne(Math.log)],
  ['sqrt', ofOne(Math.sqrt)],
  ['min', ofSeveral(Math.min)],
  ['max', ofSeveral(Math.max)],
  ['cap', { takes: 'x, limit', least: 2, most: 2, of: Math.min }],
]);
