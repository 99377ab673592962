/** Little-endian float32 as base64: exact, and a quarter of the size of plain numbers. */

/** Divisible by 3, so that pieces stand beside each other as the base64 of the whole. */
const BYTES = 3 * 0x4000;
const DIGITS = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const PADDING = '='.charCodeAt(0);
const ascii = new TextDecoder();

/** Every platform with WebGPU is little-endian. @param bytes of a piece, divisible by 3 */
export function* base64Pieces(values: Float32Array, bytes = BYTES): Generator<string> {
  const all = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  for (let at = 0; at < all.length; at += bytes) yield encode(all.subarray(at, at + bytes));
}

/** As `btoa` of the bytes, of which it would need a string first: that takes ten times as long. */
function encode(bytes: Uint8Array): string {
  const digits = new Uint8Array(4 * Math.ceil(bytes.length / 3));
  for (let at = 0, to = 0; at < bytes.length; at += 3, to += 4) {
    const three = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    digits[to] = DIGITS[three >> 18]!;
    digits[to + 1] = DIGITS[(three >> 12) & 63]!;
    digits[to + 2] = DIGITS[(three >> 6) & 63]!;
    digits[to + 3] = DIGITS[three & 63]!;
  }
  const missing = (3 - (bytes.length % 3)) % 3;
  digits.fill(PADDING, digits.length - missing);
  return ascii.decode(digits);
}

export const encodeFloats = (values: Float32Array): string => [...base64Pieces(values)].join('');

/** Characters of so many floats. */
export const base64Length = (floats: number): number => 4 * Math.ceil((4 * floats) / 3);

/** How many floats a base64 text holds, by its length alone: white space in it is counted too. */
export function floatsIn(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return Math.floor(((text.length / 4) * 3 - padding) / 4);
}

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
