/** Spearman's rank correlation; equal values share their mean rank. @returns NaN where one list has only equal values */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)];
  const middle = (a.length + 1) / 2;
  const product = (one: readonly number[], other: readonly number[]): number => one.reduce((sum, rank, i) => sum + (rank - middle) * (other[i]! - middle), 0);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}

/** Of the smallest: 1. */
const ranks = (values: readonly number[]): number[] =>
  values.map((value) => (1 + values.filter((other) => other < value).length + values.filter((other) => other <= value).length) / 2);
