/** Row normalisation in plain loops and double precision, with the gradient for a given dy. */
export function l2NormaliseReference(
  x: ArrayLike<number>,
  dy: ArrayLike<number>,
  width: number,
  shortest: number,
): { y: Float64Array; dx: Float64Array } {
  const y = new Float64Array(x.length);
  const dx = new Float64Array(x.length);
  for (let from = 0; from < x.length; from += width) {
    let squares = 0;
    let along = 0;
    for (let i = from; i < from + width; i++) {
      squares += x[i]! * x[i]!;
      along += x[i]! * dy[i]!;
    }
    const length = Math.sqrt(squares);
    const clamped = length < shortest;
    const divisor = clamped ? shortest : length;
    for (let i = from; i < from + width; i++) {
      y[i] = x[i]! / divisor;
      dx[i] = dy[i]! / divisor - (clamped ? 0 : (x[i]! * along) / divisor ** 3);
    }
  }
  return { y, dx };
}
