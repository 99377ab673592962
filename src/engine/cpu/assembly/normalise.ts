/** Parts of rows of length one: see kernels/l2-normalise. */
import { addScaled, dot, scaledTo } from './vector';

/** y = x / max(||x||, shortest) of each part. @param widths [parts] of the parts of a row, side by side */
export function normalised(x: usize, y: usize, rows: i32, widths: usize, parts: i32, shortest: f32): void {
  for (let row = 0; row < rows; row++) {
    for (let part = 0; part < parts; part++) {
      const width = load<i32>(widths + 4 * part);
      scaledTo(y, x, 1 / max(sqrt(dot(x, x, width)), shortest), width);
      x += 4 * width;
      y += 4 * width;
    }
  }
}

/** dx = (dy - y <y, dy>) / ||x|| with y = x / ||x||; dy / shortest where x is shorter. */
export function normaliseSlopes(
  x: usize,
  dy: usize,
  dx: usize,
  rows: i32,
  widths: usize,
  parts: i32,
  shortest: f32,
): void {
  for (let row = 0; row < rows; row++) {
    for (let part = 0; part < parts; part++) {
      const width = load<i32>(widths + 4 * part);
      const squares = dot(x, x, width);
      const divisor = max(sqrt(squares), shortest);
      scaledTo(dx, dy, 1 / divisor, width);
      if (sqrt(squares) >= shortest) addScaled(dx, x, -dot(x, dy, width) / squares / divisor, width);
      x += 4 * width;
      dy += 4 * width;
      dx += 4 * width;
    }
  }
}
