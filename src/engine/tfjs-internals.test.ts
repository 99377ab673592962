import { expect, it } from 'vitest';
import { webgpuBackend } from './run-kernel';
import { onDevice } from './testing';
import { checkInternals } from './tfjs-internals';

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
