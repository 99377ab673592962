/**
 * Tables in half precision (IEEE 754 binary16), two numbers to a word. Updates are rounded at random, up as often as
 * the number is near to the next one, so that steps smaller than the distance to it are kept in the mean (Gupta et al.,
 * ICML 2015); to the nearest they would be lost. Subnormal halves are left out, since a device may read them as 0:
 * below 2^-14 a number is 0 or 2^-14, at random too.
 */
import { BITS_SOURCE } from './kernels/counter-uniform/counter-uniform';
import { hashAt } from './kernels/counter-uniform/reference';
import type { StorageType } from './storage-type';
import { typeOf } from './wgsl';

/** Bits of a float32 that a half has no room for; draws are below 2^13. */
const LOST = 13;
const DRAWS = 2 ** LOST;
/** The draw that rounds to the nearest. */
const NEAREST = DRAWS / 2;
const INFINITE = 0x7c00;
const NOT_A_NUMBER = 0x7e00;
/** Of float32: bits of 65536, of infinity and of 2^-14, and what the exponents of both are apart. */
const TOO_LARGE = 0x47800000;
const INFINITE_FLOAT = 0x7f800000;
const SMALLEST = 0x38800000;
const BIAS = 0x38000000;
/** 2^-14 as a half, and what makes of a number below it one below 2^13. */
const SMALLEST_HALF = 0x0400;
const SMALL_TO_DRAWS = 2 ** (14 + LOST);

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** Bits of the half below or above `x`. @param draw from 0 to 2^13 - 1; the higher, the sooner the larger one */
export function halfOf(x: number, draw = NEAREST): number {
  float[0] = x;
  const sign = (bits[0]! >>> 16) & 0x8000;
  const size = bits[0]! & 0x7fffffff;
  if (size >= TOO_LARGE) return sign | (size > INFINITE_FLOAT ? NOT_A_NUMBER : INFINITE);
  if (size < SMALLEST) return Math.floor(Math.abs(x) * SMALL_TO_DRAWS) + draw >= DRAWS ? sign | SMALLEST_HALF : 0;
  return sign | ((size + draw - BIAS) >>> LOST);
}

/** What the bits of a half say. */
export function numberOf(half: number): number {
  const size = half & 0x7fff;
  if (size >= INFINITE) return size > INFINITE ? NaN : half & 0x8000 ? -Infinity : Infinity;
  if (size < SMALLEST_HALF) return (half & 0x8000 ? -1 : 1) * size * 2 ** -24;
  bits[0] = ((half & 0x8000) << 16) | ((size << LOST) + BIAS);
  return float[0]!;
}

/** As they lie in a buffer, each rounded to the nearest. */
export const halvesOf = (numbers: Float32Array): Uint16Array => Uint16Array.from(numbers, (x) => halfOf(x));

export const numbersOf = (halves: Uint16Array): Float32Array => Float32Array.from(halves, numberOf);

/** Rounds numbers of a table on the CPU path as the device does when it writes them. @param key of the step */
export function roundToHalves(table: Float32Array, first: number, count: number, key: number): void {
  for (let at = first; at < first + count; at++) {
    const hash = hashAt(key, at >>> 1);
    table[at] = numberOf(halfOf(table[at]!, at % 2 === 0 ? hash % DRAWS : hash >>> (32 - LOST)));
  }
}

/** How a kernel reads and writes the numbers of a table, as many at once as `typeOf(width)` holds. */
interface TableNumbers {
  /** WGSL: type of an element, and what `read` and `write` call. */
  element: string;
  source: string;
  /** WGSL of the numbers of an element. */
  read(element: string): string;
  /** WGSL of the element at a place that holds these numbers. */
  write(numbers: string, at: string): string;
}

/** @param key WGSL of the step's key, where the kernel writes */
export function tableNumbers(type: StorageType, width: number, key: string | null = null): TableNumbers {
  if (type !== 'float16')
    return { element: typeOf(width), source: '', read: (element) => element, write: (numbers) => numbers };
  return {
    element: 'vec2<u32>',
    source: key === null ? READ_SOURCE : READ_SOURCE + WRITE_SOURCE,
    read: (element) => `fourOf(${element})`,
    write: (numbers, at) => `halvesOf(${numbers}, ${at}, ${key})`,
  };
}

const READ_SOURCE = `
fn fourOf(halves: vec2<u32>) -> vec4<f32> {
  return vec4<f32>(unpack2x16float(halves.x), unpack2x16float(halves.y));
}`;

// Packed by hand: how `pack2x16float` rounds is left to the device.
const WRITE_SOURCE = `
${BITS_SOURCE}
fn halfOf(x: f32, draw: u32) -> u32 {
  let all = bitcast<u32>(x);
  let sign = (all >> 16u) & 0x8000u;
  let size = all & 0x7fffffffu;
  if (size >= ${TOO_LARGE}u) { return sign | select(${INFINITE}u, ${NOT_A_NUMBER}u, size > ${INFINITE_FLOAT}u); }
  if (size < ${SMALLEST}u) {
    return select(0u, sign | ${SMALLEST_HALF}u, u32(abs(x) * ${SMALL_TO_DRAWS}.0) + draw >= ${DRAWS}u);
  }
  return sign | ((size + draw - ${BIAS}u) >> ${LOST}u);
}
fn pairOf(x: f32, y: f32, hash: u32) -> u32 {
  return halfOf(x, hash % ${DRAWS}u) | (halfOf(y, hash >> ${32 - LOST}u) << 16u);
}
fn halvesOf(four: vec4<f32>, at: u32, key: u32) -> vec2<u32> {
  return vec2<u32>(
    pairOf(four.x, four.y, mix_bits(key + 2u * at + GOLDEN)),
    pairOf(four.z, four.w, mix_bits(key + 2u * at + 1u + GOLDEN)));
}`;
