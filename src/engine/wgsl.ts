/** Pieces of WGSL text that kernels share. */

/** WGSL for each i below `count`. */
export const each = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

/** Numbers a thread moves at once where rows of `width` lie one behind the other. */
export const lanesOf = (width: number): 1 | 4 => (width % 4 === 0 ? 4 : 1);

/** What one thread moves then. */
export type Lanes = 'f32' | 'vec4<f32>';
export const typeOf = (width: number): Lanes => (lanesOf(width) === 4 ? 'vec4<f32>' : 'f32');

/** Inner product of two of these. */
export const innerOf = (width: number, a: string, b: string): string =>
  lanesOf(width) === 4 ? `dot(${a}, ${b})` : `${a} * ${b}`;

/**
 * WGSL of `opaque`, which makes of a constant one that no compiler knows: drivers unroll loops of known length, and
 * compile them for seconds.
 * @param bound any buffer of the kernel
 */
export const opaqueBy = (bound: string): string =>
  `fn opaque(n: u32) -> u32 { return select(n, 0u, arrayLength(&${bound}) == 0u); }`;

/**
 * WGSL of `listed`, the k-th number of a list that begins at word `first` of a buffer of u32, where 1 = two numbers are
 * packed to a word.
 */
export const listedIn = (buffer: string): string => `
fn listed(first: u32, k: u32, isPacked: u32) -> u32 {
  let word = ${buffer}[first + (k >> isPacked)];
  return select(word, (word >> (16u * (k % 2u))) & 0xffffu, isPacked == 1u);
}`;

/**
 * WGSL of `part_of`, the part that place d of a row is in.
 * @param widths of the parts, in places
 */
export function partOf(widths: readonly number[]): string {
  let end = 0;
  const ends = widths.slice(0, -1).map((width) => (end += width));
  return `fn part_of(d: u32) -> u32 { return ${ends.map((at) => `select(0u, 1u, d >= ${at}u)`).join(' + ') || '0u'}; }`;
}

/** Head of a source whose lanes hand each other numbers (see kernel-form.ts). */
export const ENABLE_LANES = 'enable subgroups;';

/** What lane `from` of those that run together holds in `value`, for all of them. */
export const handed = (value: string, from: number): string => `subgroupBroadcast(${value}, ${from}u)`;
