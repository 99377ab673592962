/** For tests: the real device in Node, opened once per file; a WebGPU error nobody caught fails the test that made it. */
import { nodeGpu } from './node-gpu';
import * as tf from '@tensorflow/tfjs';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { kernelForm, setKernelForm } from './kernel-form';

/** Opens WebGPU for the tests of a file. Without an adapter it throws: such tests never skip silently. */
export function onDevice(): void {
  const errors: string[] = [];
  let close = () => undefined as void;
  beforeAll(async () => {
    const { openDevice } = await import('./device');
    const device = await openDevice({ gpu: nodeGpu });
    device.onError((message) => errors.push(message));
    adapterForm = kernelForm();
    close = () => device.close();
  });
  afterEach(() => { expect(errors.splice(0)).toEqual([]); });
  afterAll(() => close());
}

/** For `describe.each`: the kernels' form for a GPU, and the one this machine's adapter asks for. */
export const FORMS = ['a GPU', 'this adapter'] as const;
let adapterForm = kernelForm();
export const useForm = (form: (typeof FORMS)[number]): void => setKernelForm(form === 'a GPU' ? { software: false, lanes: null } : adapterForm);

/** Bytes of the largest tensor `work` made on the device, those of `except` bytes apart. */
export async function largestTensor(work: () => Promise<void>, except = 0): Promise<number> {
  // Where tfjs asks for memory: of what was given back before, none is created.
  const { bufferManager: pool } = tf.backend() as unknown as { bufferManager: { acquireBuffer(size: number, ...rest: unknown[]): GPUBuffer } };
  const acquire = pool.acquireBuffer.bind(pool);
  let largest = 0;
  pool.acquireBuffer = (size, ...rest) => {
    if (size !== except) largest = Math.max(largest, size);
    return acquire(size, ...rest);
  };
  try {
    await work();
  } finally {
    pool.acquireBuffer = acquire;
  }
  return largest;
}

/** Seeded numbers in [-1, 1). */
export function numbers(count: number, seed = 1): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** max |a - b| / max |b| */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  let difference = 0;
  for (let i = 0; i < b.length; i++) {
    largest = Math.max(largest, Math.abs(b[i] ?? 0));
    difference = Math.max(difference, Math.abs((a[i] ?? Number.NaN) - (b[i] ?? 0)));
  }
  return difference / Math.max(largest, 1e-30);
}
