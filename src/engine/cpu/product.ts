/** Products on the CPU path. */
import { Frame, wasm, type Pointer } from './module';

/** The numbers by which the module knows them. */
const ACTIVATIONS = { none: 0, relu: 1, tanh: 2, 'leaky-relu': 3 } as const;
type Activation = keyof typeof ACTIVATIONS;

/** Matrices in a frame, row by row. */
export interface Factors {
  /** [rows, inner], or [inner, rows] where it is transposed. */
  a: Pointer;
  transposeA?: boolean;
  /** [inner, columns], or [columns, inner] where it is transposed. */
  b: Pointer;
  transposeB?: boolean;
  rows: number;
  inner: number;
  columns: number;
  /** On the numbers of a. */
  activation?: Activation;
}

/** C = act(A) B, [rows, columns]. @param room `wasm().productRoom()` bytes */
export function multiply(factors: Factors, c: Pointer, room: Pointer): void {
  const { a, b, rows, inner, columns, transposeA = false, transposeB = false, activation = 'none' } = factors;
  wasm().product(
    a,
    transposeA ? 1 : inner,
    transposeA ? rows : 1,
    b,
    transposeB ? 1 : columns,
    transposeB ? inner : 1,
    c,
    rows,
    columns,
    inner,
    ACTIVATIONS[activation],
    false,
    room,
  );
}

export interface LinearLayer {
  /** [rows, inner] */
  x: Float32Array;
  /** [inner, columns] */
  kernel: Float32Array;
  /** [columns] */
  bias: Float32Array | null;
  rows: number;
  inner: number;
  columns: number;
  activation: Activation;
}

/** act(x) K + b, [rows, columns]. */
export function linearForward({ x, kernel, bias, ...sizes }: LinearLayer): Float32Array {
  const { rows, columns } = sizes;
  const frame = new Frame();
  const out = frame.numbers(rows * columns);
  multiply({ a: frame.put(x), b: frame.put(kernel), ...sizes }, out, frame.room(wasm().productRoom()));
  if (bias) wasm().addToRows(out, frame.put(bias), rows, columns);
  return frame.take(out, rows * columns);
}

/** <vector, item> for each pair, [vectors, items]. @param vectors [vectors, width], @param items [items, width] */
export function innerProducts(vectors: Float32Array, items: Float32Array, width: number): Float32Array {
  const [rows, columns] = [vectors.length / width, items.length / width];
  const frame = new Frame();
  const out = frame.numbers(rows * columns);
  const [a, b] = [frame.put(vectors), frame.put(items)];
  multiply({ a, b, transposeB: true, rows, inner: width, columns }, out, frame.room(wasm().productRoom()));
  return frame.take(out, rows * columns);
}

/** Gradients of x, kernel and bias. @param dy [rows, columns] */
export function linearGradients(
  { x, kernel, bias, rows, inner, columns, activation }: LinearLayer,
  dy: Float32Array,
): { x: Float32Array; kernel: Float32Array; bias: Float32Array | null } {
  const frame = new Frame();
  const room = frame.room(wasm().productRoom());
  const [input, weights, slopes] = [frame.put(x), frame.put(kernel), frame.put(dy)];
  const dKernel = frame.numbers(inner * columns);
  multiply({ a: input, b: slopes, rows: inner, inner: rows, columns, transposeA: true, activation }, dKernel, room);
  const dx = frame.numbers(rows * inner);
  multiply({ a: slopes, b: weights, rows, inner: columns, columns: inner, transposeB: true }, dx, room);
  if (activation !== 'none') wasm().sloped(input, dx, rows * inner, ACTIVATIONS[activation]);
  let dBias: Float32Array | null = null;
  if (bias) {
    const sums = frame.numbers(columns);
    wasm().sumRows(slopes, sums, rows, columns);
    dBias = frame.take(sums, columns);
  }
  return { x: frame.take(dx, rows * inner), kernel: frame.take(dKernel, inner * columns), bias: dBias };
}
