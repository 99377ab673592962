/** `l2Normalise` on the CPU path. */
import { Frame, wasm } from '../../cpu/module';

const rowsOf = (x: Float32Array, widths: readonly number[]): number => x.length / widths.reduce((a, b) => a + b, 0);

/** @see l2NormaliseReference */
export function l2NormaliseOnCpu(x: Float32Array, widths: readonly number[], shortest: number): Float32Array {
  const frame = new Frame();
  const [given, parts, out] = [frame.put(x), frame.putWords(Uint32Array.from(widths)), frame.numbers(x.length)];
  wasm().normalised(given, out, rowsOf(x, widths), parts, widths.length, shortest);
  return frame.take(out, x.length);
}

/** @see l2GradientReference */
export function l2GradientOnCpu(
  x: Float32Array,
  dy: Float32Array,
  widths: readonly number[],
  shortest: number,
): Float32Array {
  const frame = new Frame();
  const [given, slopes] = [frame.put(x), frame.put(dy)];
  const [parts, out] = [frame.putWords(Uint32Array.from(widths)), frame.numbers(x.length)];
  wasm().normaliseSlopes(given, slopes, out, rowsOf(x, widths), parts, widths.length, shortest);
  return frame.take(out, x.length);
}
