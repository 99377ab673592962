/** Little-endian float32 as base64: exact, and a quarter of the size of plain numbers. */

/** Divisible by 3, so that pieces stand beside each other as the base64 of the whole. */
const BYTES = 3 * 0x8000;

/** Every platform with WebGPU is little-endian. @param bytes of a piece, divisible by 3 */
export function* base64Pieces(values: Float32Array, bytes = BYTES): Generator<string> {
  const all = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  for (let at = 0; at < all.length; at += bytes) yield btoa(String.fromCharCode(...all.subarray(at, at + bytes)));
}

export const encodeFloats = (values: Float32Array): string => [...base64Pieces(values)].join('');

/** Characters of so many floats. */
export const base64Length = (floats: number): number => 4 * Math.ceil((4 * floats) / 3);

/** @returns null where the text is no base64 of whole float32 numbers */
export function decodeFloats(text: string): Float32Array | null {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    return null;
  }
  if (binary.length % 4 !== 0) return null;
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return new Float32Array(bytes.buffer);
}
