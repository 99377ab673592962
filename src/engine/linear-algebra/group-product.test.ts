import { afterEach, describe, expect, it, vi } from 'vitest';
import { numbers } from '../testing';
import { BLOCK, GROUP, groupProductInJs, groupProductInWasm, PANEL, type GroupProduct } from './group-product';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Of packed factors, the tile that was there apart. */
function plainTile({ left, right }: GroupProduct, width: number): number[] {
  const at = (panel: Float64Array, row: number, k: number): number =>
    panel[(row - (row % GROUP)) * PANEL + k * GROUP + (row % GROUP)]!;
  return Array.from({ length: BLOCK * BLOCK }, (_, place) => {
    const [i, j] = [Math.floor(place / BLOCK), place % BLOCK];
    let sum = 0;
    for (let k = 0; k < width; k++) sum += at(left, i, k) * at(right, j, k);
    return sum;
  });
}

function fill({ tile, left, right }: GroupProduct): void {
  tile.set(numbers(tile.length, 1));
  left.set(numbers(left.length, 2));
  right.set(numbers(right.length, 3));
}

function addAll(product: GroupProduct, width: number): void {
  for (let i = 0; i < BLOCK; i += GROUP) for (let j = 0; j < BLOCK; j += GROUP) product.add(i, j, width);
}

describe('a product of packed groups', () => {
  it.each([1, 2, 7, PANEL])('is a plain loop in JavaScript and WebAssembly, to the last bit, %i columns', (width) => {
    for (const product of [groupProductInJs(), groupProductInWasm()!]) {
      fill(product);
      const expected = plainTile(product, width).map((sum, at) => product.tile[at]! + sum);
      addAll(product, width);
      expect(Array.from(product.tile)).toEqual(expected);
    }
  });

  it('is JavaScript where WebAssembly is not there or may not be compiled', async () => {
    const forbid = () => {
      throw new WebAssembly.CompileError("violates the document's Content Security policy");
    };
    const { Memory, Instance } = WebAssembly;
    vi.stubGlobal('WebAssembly', { Memory, Instance, Module: forbid, CompileError: WebAssembly.CompileError });
    expect(groupProductInWasm()).toBeNull();
    vi.stubGlobal('WebAssembly', undefined);
    expect(groupProductInWasm()).toBeNull();
    vi.resetModules();
    const { groupProduct } = await import('./group-product');
    expect(groupProduct().tile.buffer.byteLength).toBe(8 * BLOCK * BLOCK);
    vi.unstubAllGlobals();
    vi.resetModules();
    const again = await import('./group-product');
    expect(again.groupProduct().tile.buffer).toBe(again.groupProduct().left.buffer);
  });
});
