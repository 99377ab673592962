/**
 * Picked rows and their scores in plain loops: what the WGSL is compared with, and the path on a machine without
 * WebGPU.
 */

/** Pick p is of row floor(p / each). */
export interface HostPicks {
  each: number;
  /** Rows of x. */
  index: Uint32Array;
  /** 0 = no pick. */
  weight: Float32Array;
}

/** @param x [N x width]; returns [R x K x width] */
export function gatherReference({ index, weight }: HostPicks, x: ArrayLike<number>, width: number): Float32Array {
  const out = new Float32Array(index.length * width);
  index.forEach((row, pick) => {
    if (weight[pick] !== 0) for (let d = 0; d < width; d++) out[pick * width + d] = weight[pick]! * x[row * width + d]!;
  });
  return out;
}

/** The gradient of x, [N x width]. @param dy [R x K x width]; @param from N */
export function gatherGradientReference(
  { index, weight }: HostPicks,
  dy: ArrayLike<number>,
  from: number,
  width: number,
): Float32Array {
  const out = new Float32Array(from * width);
  index.forEach((row, pick) => {
    if (weight[pick] !== 0)
      for (let d = 0; d < width; d++) out[row * width + d]! += weight[pick]! * dy[pick * width + d]!;
  });
  return out;
}

/** @param user [R x width]; @param x [N x width]; returns [R x K] */
export function scoresReference(
  { each, index, weight }: HostPicks,
  user: ArrayLike<number>,
  x: ArrayLike<number>,
  width: number,
): Float32Array {
  return Float32Array.from(index, (row, pick) => {
    if (weight[pick] === 0) return 0;
    const own = Math.floor(pick / each) * width;
    let sum = 0;
    for (let d = 0; d < width; d++) sum += user[own + d]! * x[row * width + d]!;
    return weight[pick]! * sum;
  });
}

/** The gradients of user and x. @param dy [R x K] */
export function scoresGradientReference(
  { each, index, weight }: HostPicks,
  dy: ArrayLike<number>,
  user: ArrayLike<number>,
  x: ArrayLike<number>,
  width: number,
) {
  const gradient = { user: new Float32Array(user.length), x: new Float32Array(x.length) };
  index.forEach((row, pick) => {
    if (weight[pick] === 0) return;
    const own = Math.floor(pick / each) * width;
    const slope = weight[pick]! * dy[pick]!;
    for (let d = 0; d < width; d++) {
      gradient.user[own + d]! += slope * x[row * width + d]!;
      gradient.x[row * width + d]! += slope * user[own + d]!;
    }
  });
  return gradient;
}
