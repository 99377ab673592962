/** Calls over many rows, some at a time: the memory of a call does not grow with the batch, and stays in the cache. */
import { Frame, type Pointer } from './module';

/** Of a call, results too: half a megabyte. */
const NUMBERS = 2 ** 17;

/**
 * @param given arrays of as many numbers for each row
 * @param each numbers of a row in every result
 * @param call of `count` rows: where the given ones lie, and where the results go
 * @param least rows of a call
 */
export function byRows<const T extends readonly number[]>(
  rows: number,
  given: readonly Float32Array[],
  each: T,
  call: (at: readonly Pointer[], to: readonly Pointer[], count: number, frame: Frame) => void,
  least = 1,
): { [K in keyof T]: Float32Array<ArrayBuffer> } {
  const perRow = given.reduce((sum, { length }) => sum + length / rows, 0) + each.reduce((a, b) => a + b, 0);
  const most = Math.max(least, Math.floor(NUMBERS / perRow));
  const found = each.map((numbers) => new Float32Array(rows * numbers));
  for (let first = 0; first < rows; first += most) {
    const count = Math.min(most, rows - first);
    const frame = new Frame();
    const at = given.map((numbers) => frame.putRows(numbers, rows, first, count));
    const to = each.map((numbers) => frame.numbers(count * numbers));
    call(at, to, count, frame);
    each.forEach((numbers, i) => found[i]!.set(frame.view(to[i]!, count * numbers), first * numbers));
  }
  return found as { [K in keyof T]: Float32Array<ArrayBuffer> };
}
