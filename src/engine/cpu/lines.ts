/** Two arrays walked together, line by line of their last dimension. */

/** A dimension, and how far apart its numbers lie in either array: 0 where one does not have it. */
export interface Dimension {
  size: number;
  a: number;
  b: number;
}

/** How far apart the numbers of each dimension lie in an array of this shape. */
export const stepsOf = (shape: readonly number[]): number[] =>
  shape.map((_, d) => shape.slice(d + 1).reduce((x, y) => x * y, 1));

/**
 * @param dimensions outermost first
 * @param visit takes how many numbers lie in the lines before, and where the line begins in both arrays
 */
export function eachLine(
  dimensions: readonly Dimension[],
  visit: (before: number, a: number, b: number) => void,
): void {
  const outer = dimensions.slice(0, -1);
  const across = dimensions.at(-1)?.size ?? 1;
  const at = outer.map(() => 0);
  const lines = outer.reduce((product, { size }) => product * size, 1);
  let [a, b] = [0, 0];
  for (let line = 0; line < lines; line++) {
    visit(line * across, a, b);
    for (let d = outer.length - 1; d >= 0; d--) {
      const { size, a: stepA, b: stepB } = outer[d]!;
      a += stepA;
      b += stepB;
      at[d]!++;
      if (at[d]! < size) break;
      a -= size * stepA;
      b -= size * stepB;
      at[d] = 0;
    }
  }
}
