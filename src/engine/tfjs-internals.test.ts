import { expect, it, vi } from 'vitest';
import { webgpuBackend } from './run-kernel';
import { onCpu, onDevice } from './testing';
import * as tf from './tf';
import { checkInternals, quietCpu } from './tfjs-internals';

onDevice();

it('finds all of its members in the tfjs that is installed', () => {
  expect(() => checkInternals(webgpuBackend())).not.toThrow();
});

it('refuses a backend that is built on another copy of tfjs-core', () => {
  const foreign = new Proxy(webgpuBackend(), { getPrototypeOf: () => Object.prototype });
  expect(() => checkInternals(foreign)).toThrow(/^tfjs-core is loaded twice:/);
});

it('names what a tfjs lacks', () => {
  const backend = webgpuBackend();
  const lacking = new Proxy(backend, { has: (of, name) => name !== 'submitQueue' && name in of });
  expect(() => checkInternals(lacking)).toThrow(/^tfjs \S+ lacks WebGPUBackend\.submitQueue:/);
});

it('names what the CPU backend lacks, and leaves its flag as it is', async () => {
  await onCpu(async () => {
    expect(quietCpu).not.toThrow();
    const lacking = new Proxy(tf.backend(), { has: (of, name) => name !== 'makeTensorInfo' && name in of });
    const spied = vi.spyOn(tf, 'backend').mockReturnValue(lacking);
    expect(quietCpu).toThrow(/^tfjs \S+ lacks MathBackendCPU\.makeTensorInfo:/);
    spied.mockRestore();
  });
});
