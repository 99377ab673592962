/** The WebAssembly of `group-product.ts`, assembled here: one function, a loop without branches. */

/** Instructions on two numbers at once come after it. */
const SIMD = 0xfd;
const I32 = 0x7f;
const V128 = 0x7b;
/** Bytes are aligned to 2 ** 3. */
const OF_8 = 3;

type Bytes = readonly number[];

/** What a module begins with: its name, and version 1. */
const HEAD = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** LEB128, unsigned. */
function unsigned(value: number): number[] {
  const low = value & 0x7f;
  return value < 0x80 ? [low] : [low | 0x80, ...unsigned(value >>> 7)];
}
/** LEB128 of a number that is not negative, where a sign is expected. */
const signed = (value: number): number[] => (value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >>> 7)]);

const listOf = (parts: readonly Bytes[]): number[] => [...unsigned(parts.length), ...parts.flat()];
const sized = (bytes: Bytes): number[] => [...unsigned(bytes.length), ...bytes];
const section = (id: number, bytes: Bytes): number[] => [id, ...sized(bytes)];
const named = (name: string): number[] => sized([...name].map((letter) => letter.charCodeAt(0)));

const get = (local: number): Bytes => [0x20, local];
const set = (local: number): Bytes => [0x21, local];
const tee = (local: number): Bytes => [0x22, local];
const constant = (value: number): Bytes => [0x41, ...signed(value)];
const ADD = [0x6a];
const LESS = [0x49];
/** It leaves nothing on the stack. */
const LOOP = [0x03, 0x40];
const BRANCH_TO_LOOP = [0x0d, 0];
const END = [0x0b];
const load = (offset: number): Bytes => [SIMD, 0, OF_8, ...unsigned(offset)];
const loadTwice = (offset: number): Bytes => [SIMD, 10, OF_8, ...unsigned(offset)];
const store = (offset: number): Bytes => [SIMD, 11, OF_8, ...unsigned(offset)];
const ADD_TWO = [SIMD, ...unsigned(0xf0)];
const MULTIPLY_TWO = [SIMD, ...unsigned(0xf2)];

/** Locals of the function: its parameters, then its own. */
const [TILE, LEFT, RIGHT, STOP, SUMS, B, A] = [0, 1, 2, 3, 4, 12, 14];
const ROWS = [0, 1, 2, 3];
/** A register holds two numbers. */
const HALVES = [0, 1];
/** Bytes from one column of four interleaved rows to the next. */
const COLUMN = 32;

/** sums[row][half] += left[row] * right[half], column by column; the sums are added to the tile at the end. */
function bodyOf(ofTileRow: number): Bytes {
  const sum = (row: number, half: number): number => SUMS + 2 * row + half;
  const loadRight = HALVES.flatMap((half) => [get(RIGHT), load(16 * half), set(B + half)]);
  const multiply = (row: number): Bytes[] => [
    get(LEFT),
    loadTwice(8 * row),
    set(A),
    ...HALVES.flatMap((half) => [
      get(sum(row, half)),
      get(A),
      get(B + half),
      MULTIPLY_TWO,
      ADD_TWO,
      set(sum(row, half)),
    ]),
  ];
  const addToTile = (row: number): Bytes[] =>
    HALVES.flatMap((half) => {
      const offset = row * ofTileRow + 16 * half;
      return [get(TILE), get(TILE), load(offset), get(sum(row, half)), ADD_TWO, store(offset)];
    });
  // STOP becomes the end of the left factor.
  const before = [get(LEFT), get(STOP), ADD, set(STOP)];
  const advance = [get(RIGHT), constant(COLUMN), ADD, set(RIGHT), get(LEFT), constant(COLUMN), ADD, tee(LEFT)];
  const again = [get(STOP), LESS, BRANCH_TO_LOOP];
  const loop = [LOOP, ...loadRight, ...ROWS.flatMap(multiply), ...advance, ...again, END];
  return [...before, ...loop, ...ROWS.flatMap(addToTile), END].flat();
}

/**
 * @param bytes of memory that are needed
 * @param ofTileRow bytes from one row of the tile to the next
 * @returns `addGroup(tile, left, right, length)`: places in memory, and the bytes of either factor, not 0
 * @throws where it cannot be compiled
 */
export function assembleGroupProduct(
  bytes: number,
  ofTileRow: number,
): { memory: ArrayBuffer; addGroup: (tile: number, left: number, right: number, length: number) => void } {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 2 ** 16) });
  const locals = listOf([[11, V128]]);
  const code = Uint8Array.from([
    ...HEAD,
    // (type (func (param i32 i32 i32 i32)))
    ...section(1, listOf([[0x60, ...listOf([[I32], [I32], [I32], [I32]]), 0]])),
    // (import "host" "memory" (memory 1))
    ...section(2, listOf([[...named('host'), ...named('memory'), 2, 0, 1]])),
    ...section(3, listOf([[0]])),
    ...section(7, listOf([[...named('addGroup'), 0, 0]])),
    ...section(10, listOf([sized([...locals, ...bodyOf(ofTileRow)])])),
  ]);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { host: { memory } });
  return { memory: memory.buffer, addGroup: exports['addGroup'] as () => void };
}
