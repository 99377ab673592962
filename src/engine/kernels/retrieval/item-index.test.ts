import { describe, expect, it } from 'vitest';
import { webgpuBackend } from '../../run-kernel';
import { LimitError } from '../../storage';
import { numbers, onDevice } from '../../testing';
import * as tf from '../../tf';
import { BLOCK, ItemIndex } from './item-index';

onDevice();

/** A row as it lies in its chunk. */
async function rowOf(index: ItemIndex, row: number): Promise<number[]> {
  const chunk =
    index.chunks.find(({ first, rows }) => row >= first && row < first + rows) ??
    expect.fail(`no chunk holds row ${row}`);
  const all = await chunk.storage.read();
  const at = row - chunk.first;
  return Array.from(
    { length: index.width },
    (_, d) =>
      all[((Math.floor(at / BLOCK) * index.depth + Math.floor(d / 4)) * BLOCK + (at % BLOCK)) * 4 + (d % 4)] ??
      Number.NaN,
  );
}

describe('the item index', () => {
  it('holds every row once, across chunks, whatever pieces it was written in', async () => {
    const [rows, width] = [300, 6];
    const values = numbers(rows * width);
    const index = new ItemIndex(rows, width, 2 * BLOCK);
    expect(index.chunks.map(({ first, rows: held }) => [first, held])).toEqual([
      [0, 128],
      [128, 128],
      [256, 44],
    ]);
    for (const [first, count] of [
      [290, 10],
      [0, 120],
      [120, 170],
    ] as const) {
      // A piece with padding behind it, as an encoder gives it.
      const piece = tf.tensor2d(
        Float32Array.from({ length: (count + 3) * width }, (_, i) => values[first * width + i] ?? 9),
        [count + 3, width],
      );
      index.write(first, piece, count);
      piece.dispose();
    }
    for (const row of [0, 63, 64, 119, 120, 127, 128, 255, 256, 289, 290, 299])
      expect(await rowOf(index, row)).toEqual([...values.subarray(row * width, (row + 1) * width)]);
    index.dispose();
  });

  it('is cut by what the adapter can bind', () => {
    const { maxStorageBufferBindingSize, maxBufferSize } = webgpuBackend().device.limits;
    const most = Math.min(maxStorageBufferBindingSize, maxBufferSize);
    // Wide rows, so that two blocks fit and a third does not.
    const width = 4 * Math.floor(most / (2.5 * BLOCK * 16));
    const index = new ItemIndex(2 * BLOCK + 1, width);
    expect(index.chunks.map(({ first, rows }) => [first, rows])).toEqual([
      [0, 2 * BLOCK],
      [2 * BLOCK, 1],
    ]);
    index.dispose();
    expect(() => new ItemIndex(1, 3 * width)).toThrow(LimitError);
  });

  it('refuses rows that do not fit', () => {
    const index = new ItemIndex(10, 4);
    const vectors = tf.zeros([6, 4]) as tf.Tensor2D;
    const narrow = tf.zeros([6, 3]) as tf.Tensor2D;
    expect(() => index.write(5, vectors)).toThrow(
      'an item index of 10 rows of 4 cannot take 6 rows of [6,4] from row 5 on',
    );
    expect(() => index.write(0, vectors, 7)).toThrow(RangeError);
    expect(() => index.write(0, narrow)).toThrow(RangeError);
    expect(() => new ItemIndex(10, 4, 100)).toThrow('a multiple of 64 rows, got 100');
    index.dispose();
    tf.dispose([vectors, narrow]);
  });
});
