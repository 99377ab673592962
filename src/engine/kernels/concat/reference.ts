/** Columns side by side in plain loops: the path on a machine without WebGPU. */

/** Visits each row of each part, in the order of the whole: numbers from `at` of the part, `to` of the whole. */
function eachPiece(
  widths: readonly number[],
  rows: number,
  visit: (part: number, at: number, to: number, width: number) => void,
): void {
  for (let row = 0, to = 0; row < rows; row++) {
    widths.forEach((width, part) => {
      visit(part, row * width, to, width);
      to += width;
    });
  }
}

/** @param parts [rows, widths[i]] each; returns [rows, sum of the widths] */
export function joinedReference(parts: readonly Float32Array[], widths: readonly number[], rows: number): Float32Array {
  const whole = new Float32Array(rows * widths.reduce((a, b) => a + b, 0));
  eachPiece(widths, rows, (part, at, to, width) => whole.set(parts[part]!.subarray(at, at + width), to));
  return whole;
}

/** The parts of `whole` again. */
export function splitReference(whole: Float32Array, widths: readonly number[], rows: number): Float32Array[] {
  const parts = widths.map((width) => new Float32Array(rows * width));
  eachPiece(widths, rows, (part, at, to, width) => parts[part]!.set(whole.subarray(to, to + width), at));
  return parts;
}
