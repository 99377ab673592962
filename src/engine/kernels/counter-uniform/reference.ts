/**
 * Random numbers without a generator's state: each is a pure function of (seed, step, stream, index), so that a
 * replayed, resumed or ported step draws what the first one drew. The WGSL kernel, this loop and the PyTorch runtime
 * give the same bits.
 *
 * The hash is the finaliser of MurmurHash3 (Appleby, fmix32: a bijection of 32 bits), applied once per word, each time
 * after adding the golden-ratio constant so that zero is not a fixed point.
 */

function mix(x: number): number {
  let h = x >>> 0;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h >>> 0;
}

const GOLDEN = 0x9e3779b9;

/**
 * 32 bits, a pure function of three numbers; of seed, step and stream: the part that is the same for all numbers of one
 * draw. All u32.
 */
export function uniformBits(a: number, b: number, c: number): number {
  return mix((mix((mix((a + GOLDEN) >>> 0) + b + GOLDEN) >>> 0) + c + GOLDEN) >>> 0);
}

/** 32 bits of the `index`-th number of a draw whose `uniformBits` are given. */
export const hashAt = (key: number, index: number): number => mix((key + index + GOLDEN) >>> 0);

/**
 * The `index`-th number of a draw, in [0, 1): the top 24 bits of the hash over 2^24, hence exact in f32. All arguments
 * u32.
 */
export function uniformAt(seed: number, step: number, stream: number, index: number): number {
  return (hashAt(uniformBits(seed, step, stream), index) >>> 8) / 0x1000000;
}

/** FNV-1a (32 bits) over the UTF-8 bytes of a text. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** The stream of one draw of one node. */
export const streamOf = (nodeId: string, name: string): number => fnv1a(`${nodeId}/${name}`);

/** `count` numbers of one draw. */
export function uniforms(seed: number, step: number, stream: number, count: number): Float32Array {
  const key = uniformBits(seed, step, stream) + GOLDEN;
  const drawn = new Float32Array(count);
  for (let index = 0; index < count; index++) drawn[index] = (mix((key + index) >>> 0) >>> 8) / 0x1000000;
  return drawn;
}
