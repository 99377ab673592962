/**
 * The innermost loop of products of rows, on numbers that are packed for it: in WebAssembly with two float64 to a
 * register where that may be compiled (a page's policy can forbid it), in JavaScript otherwise. Both add up in the same
 * order, to the same bits; WebAssembly takes a quarter of the time.
 */
import { PAGE, instantiate } from '../wasm';
import { base64 } from './assembly/index.ts?assembly';

/** Rows and columns of a tile. */
export const BLOCK = 64;
/** Columns of a packed panel: two panels of 64 x 128 doubles share 128 KB of the second-level cache. */
export const PANEL = 128;
/** Rows of either factor that are multiplied at once: GROUP x GROUP sums stay in registers. */
export const GROUP = 4;

export interface GroupProduct {
  /** [BLOCK x BLOCK] */
  readonly tile: Float64Array;
  /** [BLOCK / GROUP x PANEL x GROUP] each: GROUP rows of a factor interleaved, so that it is read in one stream. */
  readonly left: Float64Array;
  readonly right: Float64Array;
  /**
   * tile[i.. , j..] += the products of GROUP rows of the left factor with as many of the right one, over the first
   * `width` columns, of which there is one at least.
   * @param i first row of the tile and of the left factor, a multiple of GROUP; @param j the same of the right factor
   */
  add(i: number, j: number, width: number): void;
}

export function groupProductInJs(): GroupProduct {
  const tile = new Float64Array(BLOCK * BLOCK);
  const left = new Float64Array(BLOCK * PANEL);
  const right = new Float64Array(BLOCK * PANEL);
  const add = (i: number, j: number, width: number): void =>
    addInJs(tile, i * BLOCK + j, left, i * PANEL, right, j * PANEL, width);
  return { tile, left, right, add };
}

/** What `assembly/index.ts` exports; places in memory are in bytes. */
interface Exports {
  memory: WebAssembly.Memory;
  base(): number;
  addGroup(tile: number, apart: number, left: number, right: number, end: number): void;
}

const DOUBLE = Float64Array.BYTES_PER_ELEMENT;

/** @returns null where WebAssembly is not there, has no SIMD, or is forbidden */
export function groupProductInWasm(): GroupProduct | null {
  try {
    const { memory, base, addGroup } = instantiate<Exports>(base64);
    const ofTile = Math.ceil(base() / DOUBLE) * DOUBLE;
    const ofLeft = ofTile + DOUBLE * BLOCK * BLOCK;
    const ofRight = ofLeft + DOUBLE * BLOCK * PANEL;
    const end = ofRight + DOUBLE * BLOCK * PANEL;
    memory.grow(Math.max(0, Math.ceil((end - memory.buffer.byteLength) / PAGE)));
    const { buffer } = memory;
    return {
      tile: new Float64Array(buffer, ofTile, BLOCK * BLOCK),
      left: new Float64Array(buffer, ofLeft, BLOCK * PANEL),
      right: new Float64Array(buffer, ofRight, BLOCK * PANEL),
      add: (i, j, width) => {
        const left = ofLeft + DOUBLE * i * PANEL;
        const tile = ofTile + DOUBLE * (i * BLOCK + j);
        addGroup(tile, DOUBLE * BLOCK, left, ofRight + DOUBLE * j * PANEL, left + DOUBLE * GROUP * width);
      },
    };
  } catch {
    return null;
  }
}

let known: GroupProduct | null = null;
/** The quickest there is, the same for all: what is in it is gone with the next turn. */
export const groupProduct = (): GroupProduct => (known ??= groupProductInWasm() ?? groupProductInJs());

/** tile[4 x 4 at `at`] += the products of four interleaved rows with four others, over `width` columns. */
function addInJs(
  tile: Float64Array,
  at: number,
  left: Float64Array,
  l: number,
  right: Float64Array,
  r: number,
  width: number,
): void {
  let s00 = 0,
    s01 = 0,
    s02 = 0,
    s03 = 0,
    s10 = 0,
    s11 = 0,
    s12 = 0,
    s13 = 0;
  let s20 = 0,
    s21 = 0,
    s22 = 0,
    s23 = 0,
    s30 = 0,
    s31 = 0,
    s32 = 0,
    s33 = 0;
  for (const end = l + width * GROUP; l < end; l += GROUP, r += GROUP) {
    const a0 = left[l]!,
      a1 = left[l + 1]!,
      a2 = left[l + 2]!,
      a3 = left[l + 3]!;
    const b0 = right[r]!,
      b1 = right[r + 1]!,
      b2 = right[r + 2]!,
      b3 = right[r + 3]!;
    s00 += a0 * b0;
    s01 += a0 * b1;
    s02 += a0 * b2;
    s03 += a0 * b3;
    s10 += a1 * b0;
    s11 += a1 * b1;
    s12 += a1 * b2;
    s13 += a1 * b3;
    s20 += a2 * b0;
    s21 += a2 * b1;
    s22 += a2 * b2;
    s23 += a2 * b3;
    s30 += a3 * b0;
    s31 += a3 * b1;
    s32 += a3 * b2;
    s33 += a3 * b3;
  }
  tile[at]! += s00;
  tile[at + 1]! += s01;
  tile[at + 2]! += s02;
  tile[at + 3]! += s03;
  at += BLOCK;
  tile[at]! += s10;
  tile[at + 1]! += s11;
  tile[at + 2]! += s12;
  tile[at + 3]! += s13;
  at += BLOCK;
  tile[at]! += s20;
  tile[at + 1]! += s21;
  tile[at + 2]! += s22;
  tile[at + 3]! += s23;
  at += BLOCK;
  tile[at]! += s30;
  tile[at + 1]! += s31;
  tile[at + 2]! += s32;
  tile[at + 3]! += s33;
}
