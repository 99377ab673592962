import { expect, it } from 'vitest';
import { readBuffer } from './readback';
import { webgpuBackend } from './run-kernel';
import { Storage } from './storage';
import { numbers, onDevice, watchBuffers } from './testing';

onDevice();

/** Buffers a device is asked for while `run` runs. */
async function made(run: () => Promise<unknown>): Promise<number> {
  const buffers = watchBuffers();
  try {
    await run();
  } finally {
    buffers.end();
  }
  return buffers.made.length;
}

it('readings that overlap keep apart, and later ones make no buffers', async () => {
  const storages = [100, 40, 7].map((size, i) =>
    Storage.create(`numbers ${i}`, [size], 'float32', numbers(size, i + 1)),
  );
  const all = async () =>
    expect(await Promise.all(storages.map((storage) => storage.read()))).toEqual(
      [100, 40, 7].map((size, i) => numbers(size, i + 1)),
    );
  await all();
  expect(
    await made(async () => {
      for (let i = 0; i < 5; i++) await all();
    }),
  ).toBe(0);
  for (const storage of storages) storage.dispose();
});

it('what is written between two readings is in the second alone', async () => {
  const storage = Storage.create('numbers', [3], 'float32', Float32Array.of(1, 2, 3));
  const before = storage.read();
  storage.write(Float32Array.of(4, 5, 6));
  const after = storage.read();
  expect([await before, await after]).toEqual([Float32Array.of(1, 2, 3), Float32Array.of(4, 5, 6)]);
  storage.dispose();
});

it('takes part of a buffer, and keeps no large staging buffer', async () => {
  const large = Storage.create('large', [2 ** 17], 'float32', numbers(2 ** 17, 9));
  const { device } = webgpuBackend();
  const { buffer } = large.binding as unknown as { buffer?: GPUBuffer };
  const part = await readBuffer(device, buffer ?? (large.binding as GPUBuffer), 12, 256);
  expect(new Float32Array(part)).toEqual(numbers(2 ** 17, 9).slice(64, 67));
  await large.read();
  expect(await made(() => large.read())).toBe(1);
  large.dispose();
});
