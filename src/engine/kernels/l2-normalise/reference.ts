/** Row normalisation in plain loops: what the kernels are compared with. */

/** Where the parts of rows, side by side, begin and end. */
function eachPart(size: number, widths: readonly number[], visit: (first: number, end: number) => void): void {
  for (let first = 0; first < size;) {
    for (const width of widths) {
      visit(first, first + width);
      first += width;
    }
  }
}

/** @see l2Normalise */
export function l2NormaliseReference(x: Float32Array, widths: readonly number[], shortest: number): Float32Array {
  const y = new Float32Array(x.length);
  eachPart(x.length, widths, (first, end) => {
    let squares = 0;
    for (let i = first; i < end; i++) squares += x[i]! * x[i]!;
    const divisor = Math.max(Math.sqrt(squares), shortest);
    for (let i = first; i < end; i++) y[i] = x[i]! / divisor;
  });
  return y;
}

/** dx = (dy - y <y, dy>) / ||x|| with y = x / ||x||; dy / shortest where x is shorter. */
export function l2GradientReference(
  x: Float32Array,
  dy: Float32Array,
  widths: readonly number[],
  shortest: number,
): Float32Array {
  const dx = new Float32Array(x.length);
  eachPart(x.length, widths, (first, end) => {
    let squares = 0;
    let along = 0;
    for (let i = first; i < end; i++) {
      squares += x[i]! * x[i]!;
      along += x[i]! * dy[i]!;
    }
    const length = Math.sqrt(squares);
    const divisor = Math.max(length, shortest);
    const drift = length < shortest ? 0 : along / squares;
    for (let i = first; i < end; i++) dx[i] = (dy[i]! - x[i]! * drift) / divisor;
  });
  return dx;
}
