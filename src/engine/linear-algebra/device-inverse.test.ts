import { nodeGpu } from '../node-gpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LimitError } from '../limit-error';
import { relativeError, watchBuffers } from '../testing';
import { DeviceInverse } from './device-inverse';
import { invertSymmetric } from './symmetric-inverse';
import { positiveDefinite } from './testing';

const takeTurn = () => Promise.resolve();

async function open(gpu: GPU = nodeGpu): Promise<DeviceInverse> {
  const opened = await DeviceInverse.open(gpu, { software: true });
  return typeof opened === 'string' ? expect.fail(opened) : opened;
}

/** Where devices are of this adapter, with other limits, and known to the test. */
function watchedGpu(limits: Partial<GPUSupportedLimits> = {}): { gpu: GPU; device: () => GPUDevice } {
  let device: GPUDevice;
  const requestAdapter = async () => {
    const adapter = (await nodeGpu.requestAdapter())!;
    const requestDevice = async (): Promise<GPUDevice> => (device = await adapter.requestDevice());
    const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
    return { info: adapter.info, limits: { maxStorageBufferBindingSize, maxBufferSize, ...limits }, requestDevice };
  };
  return { gpu: { requestAdapter } as unknown as GPU, device: () => device };
}

async function exactInverse(a: Float64Array, n: number): Promise<Float64Array> {
  const exact = a.slice();
  await invertSymmetric(exact, n, takeTurn);
  return exact;
}

describe('the inverse on the device', () => {
  let inverse: DeviceInverse;
  beforeAll(async () => {
    inverse = await open();
  });
  afterAll(() => inverse.close());

  it.each([1, 2, 31, 32, 33, 64, 65, 97, 200, 333, 600])(
    'is that of the host in float64, n = %i (blocks of 32, tiles of 64)',
    async (n) => {
      const a = positiveDefinite(n);
      const exact = await exactInverse(a, n);
      await inverse.invert(a, n, { takeTurn });
      expect(relativeError(a, exact)).toBeLessThan(1e-6);
      for (let i = 0; i < n; i++)
        for (let j = 0; j < i; j++) if (a[i * n + j] !== a[j * n + i]) expect.fail(`${i}, ${j}`);
    },
  );

  it('reads the lower triangle only', async () => {
    const whole = positiveDefinite(100);
    const lower = whole.map((x, at) => (at % 100 > Math.floor(at / 100) ? Number.NaN : x));
    await inverse.invert(whole, 100, { takeTurn });
    await inverse.invert(lower, 100, { takeTurn });
    expect(lower).toEqual(whole);
  });

  it('is off by its condition number times the rounding of float32, whatever the size', async () => {
    for (const n of [96, 320]) {
      // The largest eigenvalue is some ones, the least the ridge.
      for (const ridge of [1, 1e-2, 1e-4]) {
        const a = positiveDefinite(n, { rank: n / 4, ridge });
        const exact = await exactInverse(a, n);
        await inverse.invert(a, n, { takeTurn });
        expect(relativeError(a, exact), `n ${n}, ridge ${ridge}`).toBeLessThan((10 / ridge) * 2 ** -24);
      }
    }
  });

  it('says that a matrix is not positive definite, at which row, and leaves it as it is', async () => {
    const n = 150;
    const a = positiveDefinite(n);
    for (let k = 0; k <= 70; k++) a[70 * n + k] = 0;
    const before = a.slice();
    await expect(inverse.invert(a, n, { takeTurn })).rejects.toThrow(
      'not positive definite in float32 at row 70 of 150',
    );
    expect(a).toEqual(before);
    await inverse.invert(positiveDefinite(70), 70, { takeTurn });
  });

  it('tells its share after each submit, and stops between two of them', async () => {
    const n = 300;
    // A step of 320 x 320 takes 1.6 million: two a submit, of ten.
    const ofSubmit = 4e6;
    const fractions: number[] = [];
    const a = positiveDefinite(n);
    const before = a.slice();
    await inverse.invert(a.slice(), n, { takeTurn, ofSubmit, onProgress: (fraction) => fractions.push(fraction) });
    expect(fractions).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
    let turns = 0;
    const stop = async () => {
      if (++turns === 4) throw new Error('enough');
    };
    fractions.length = 0;
    const stopped = inverse.invert(a, n, { takeTurn: stop, ofSubmit, onProgress: (f) => fractions.push(f) });
    await expect(stopped).rejects.toThrow('enough');
    expect(fractions.at(-1)).toBeLessThan(1);
    expect(a).toEqual(before);
  });
});

describe('the device of the inverse', () => {
  it('is not opened on a CPU that stands in for a GPU unless asked to, nor where there is none', async () => {
    expect(await DeviceInverse.open(undefined)).toBe('no-adapter');
    expect(await DeviceInverse.open({ requestAdapter: async () => null } as unknown as GPU)).toBe('no-adapter');
    const info = { description: 'llvmpipe (LLVM 19.1.7, 256 bits)' };
    const software = { requestAdapter: async () => ({ info }) } as unknown as GPU;
    expect(await DeviceInverse.open(software)).toBe('software');
  });

  it('is asked for no more than its limits, and holds one square and a panel', async () => {
    const { gpu, device } = watchedGpu({ maxStorageBufferBindingSize: 4 * 128 ** 2 });
    const inverse = await open(gpu);
    const buffers = watchBuffers(device());
    const a = positiveDefinite(129);
    const b = positiveDefinite(128);
    await expect(inverse.invert(a, 129, { takeTurn })).rejects.toThrow(LimitError);
    expect(buffers.made).toEqual([]);
    await inverse.invert(b, 128, { takeTurn });
    const squares = buffers.made.filter((bytes) => bytes === 4 * 128 ** 2);
    // The other one is read through, and kept for the next reading as that of a number is.
    expect(squares).toHaveLength(2);
    const kept = 4 * 128 ** 2 + 4;
    expect(buffers.liveBytes).toBe(kept);
    await expect(inverse.invert(b, 128, { takeTurn: () => Promise.reject(new Error('enough')) })).rejects.toThrow();
    expect(buffers.liveBytes).toBe(kept);
    inverse.close();
  });

  it('that has not the memory says so, and gives back what it had', async () => {
    const { gpu, device } = watchedGpu();
    const inverse = await open(gpu);
    const buffers = watchBuffers(device());
    const pop = device().popErrorScope.bind(device());
    device().popErrorScope = async () => (await pop()) ?? ({ message: 'no memory' } as GPUError);
    await expect(inverse.invert(positiveDefinite(10), 10, { takeTurn })).rejects.toThrow('no memory');
    expect(buffers.liveBytes).toBe(0);
    inverse.close();
  });

  it('that is lost in the middle ends the inverse with an error', async () => {
    const { gpu, device } = watchedGpu();
    const inverse = await open(gpu);
    let turns = 0;
    const lose = async () => {
      if (++turns === 3) device().destroy();
    };
    await expect(inverse.invert(positiveDefinite(300), 300, { takeTurn: lose, ofSubmit: 1 })).rejects.toThrow();
  });
});
