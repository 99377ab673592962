/**
 * Owns the GPUDevice: adapter, limits, features, errors, loss. tfjs gets the device handed to it and never asks for one
 * itself, because its own request leaves maxStorageBuffersPerShaderStage at 8, listens to no error and no loss
 * (reference: tfjs 4.22 base.ts).
 */
import { describeAdapter, isSoftware } from './adapter';
import { meterBuffers } from './buffer-meter';
import { reuseArrays } from './cpu/arrays';
import { installCpuKernels } from './cpu/install';
import { formFor, setKernelForm } from './kernel-form';
import { installCast } from './kernels/cast/cast';
import { installMatMul } from './kernels/mat-mul/mat-mul';
import { installSerialReduce } from './kernels/serial-reduce/serial-reduce';
import { Pipelines } from './pipelines';
import { refuseLargeTensors } from './storage';
import { installViews } from './tensor-view';
import * as tf from './tf';
import { checkInternals, quietCpu } from './tfjs-internals';

/** Why there is no WebGPU. */
export type NoGpuReason = 'insecure-context' | 'no-api' | 'no-adapter' | 'limits-too-small' | 'lost';

export class NoGpuError extends Error {
  constructor(
    readonly reason: NoGpuReason,
    detail: string,
  ) {
    super(`WebGPU is not available (${reason}): ${detail}`);
    this.name = 'NoGpuError';
  }
}

export interface Device {
  readonly backend: 'webgpu' | 'cpu';
  /** Null on the CPU path. */
  readonly gpu: GPUDevice | null;
  /** The adapter in words. */
  readonly adapter: string;
  /** A software rasteriser or the CPU path: works, slowly. */
  readonly software: boolean;
  readonly diagnostics: string;
  /** Resolves with the reason when the device is lost, never when it was closed by `close`. */
  readonly lost: Promise<string>;
  /** True from the moment of the loss on. */
  readonly isLost: boolean;
  /** Of all buffers that were made and not destroyed yet; 0 on the CPU path. */
  readonly bytes: number;
  /** Validation and out-of-memory errors that no exception reports. Returns the function that stops listening. */
  onError(listener: (message: string) => void): () => void;
  close(): void;
}

/** Raised to what the adapter has; everything else stays at the defaults. */
const RAISED = [
  'maxStorageBuffersPerShaderStage',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupsPerDimension',
] as const;

/** Adapters that translate a shader only when it first runs. */
const LAZY = /llvmpipe|lavapipe/i;

/** What our kernels need at the least. */
const NEEDED = {
  maxStorageBuffersPerShaderStage: 8,
  maxComputeInvocationsPerWorkgroup: 128,
  maxComputeWorkgroupStorageSize: 16_384,
} as const;

export interface OpenOptions {
  /** `navigator.gpu`, or Dawn's in Node. */
  gpu: GPU | undefined;
  /** What the device is held to in place of what the adapter has; tests inject limits with it. */
  limits?: Limits;
}

export type Limits = Partial<Record<(typeof RAISED)[number], number>>;

/**
 * Opens the high-performance adapter and makes tfjs run on it.
 * @throws NoGpuError with the reason in one word.
 */
export async function openDevice({ gpu, limits = {} }: OpenOptions): Promise<Device> {
  if (globalThis.isSecureContext === false)
    throw new NoGpuError('insecure-context', 'the page was not served over https or from localhost');
  if (!gpu) throw new NoGpuError('no-api', 'this browser has no navigator.gpu');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new NoGpuError('no-adapter', 'requestAdapter returned null');

  for (const [name, least] of Object.entries(NEEDED) as [keyof typeof NEEDED, number][]) {
    const available = limits[name] ?? adapter.limits[name];
    if (available < least)
      throw new NoGpuError('limits-too-small', `${name} is ${available}, at least ${least} is needed`);
  }
  const requiredLimits = Object.fromEntries(
    RAISED.map((name) => [name, Math.min(limits[name] ?? Infinity, adapter.limits[name])]),
  );
  const optional: GPUFeatureName[] = ['timestamp-query', 'subgroups', 'shader-f16'];
  const gpuDevice = await adapter.requestDevice({
    requiredLimits,
    requiredFeatures: optional.filter((name) => adapter.features.has(name)),
  });
  if (Object.keys(limits).length > 0) holdTo(gpuDevice, limits);

  const meter = meterBuffers(gpuDevice);
  const listeners = new Set<(message: string) => void>();
  const onUncaptured = (event: GPUUncapturedErrorEvent) => {
    event.preventDefault();
    for (const listener of listeners) listener(event.error.message);
  };
  gpuDevice.addEventListener('uncapturederror', onUncaptured);
  let closed = false;
  let isLost = false;
  const lost = new Promise<string>((resolve) => {
    void gpuDevice.lost.then((info) => {
      if (closed) return;
      isLost = true;
      resolve(info.message || info.reason || 'unknown reason');
    });
  });

  const backend = new tf.WebGPUBackend(gpuDevice, adapter.info);
  const adapterName = describeAdapter(adapter.info);
  const software = isSoftware(adapter.info);
  Pipelines.install(gpuDevice, { software, lazy: LAZY.test(adapterName) });
  await useBackend('webgpu', () => backend);
  checkInternals(backend);
  installViews(backend);
  refuseLargeTensors(backend);
  installCast();
  installMatMul();
  setKernelForm(formFor(adapter.info, gpuDevice.features, software));
  if (software) installSerialReduce();
  return {
    backend: 'webgpu',
    gpu: gpuDevice,
    adapter: adapterName,
    software,
    diagnostics: diagnose(adapterName, gpuDevice),
    lost,
    get isLost() {
      return isLost;
    },
    get bytes() {
      return meter.bytes;
    },
    onError(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      closed = true;
      gpuDevice.removeEventListener('uncapturederror', onUncaptured);
      // By now tfjs may run on another device of that name.
      if (tf.engine().findBackend('webgpu') === backend) tf.removeBackend('webgpu');
      gpuDevice.destroy();
    },
  };
}

/**
 * For machines without WebGPU, in one thread: products, softmaxes and ranking in WebAssembly, the plain loops of our
 * other kernels, and tfjs's CPU backend for the rest.
 */
export async function openCpu(): Promise<Device> {
  if (!(await tf.setBackend('cpu'))) throw new Error('tfjs could not start its cpu backend');
  quietCpu();
  reuseArrays();
  installCpuKernels();
  return {
    backend: 'cpu',
    gpu: null,
    adapter: 'CPU (WebAssembly)',
    software: true,
    diagnostics: `backend: cpu\n${globalThis.navigator?.userAgent ?? ''}`,
    lost: new Promise(() => undefined),
    isLost: false,
    bytes: 0,
    onError: () => () => undefined,
    close: () => undefined,
  };
}

async function useBackend(name: string, create: () => tf.WebGPUBackend): Promise<void> {
  // tfjs registers a factory of its own when it loads and would keep it.
  if (tf.findBackendFactory(name)) tf.removeBackend(name);
  if (!tf.registerBackend(name, create, 3)) throw new Error(`tfjs kept another factory for the backend "${name}"`);
  if (!(await tf.setBackend(name))) throw new Error(`tfjs refused the backend "${name}" on our device`);
  // Small tensors would otherwise run in JavaScript: never recorded, and never tested on the GPU.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
}

/**
 * Makes a device name these limits, until what comes back is called. WebGPU gives none less than its defaults: what we
 * check ourselves, we check against this.
 */
export function holdTo(device: GPUDevice, limits: Limits): () => void {
  const own = device.limits;
  const say = (value: GPUSupportedLimits) =>
    void Object.defineProperty(device, 'limits', { configurable: true, value });
  say(new Proxy(own, { get: (all, name) => limits[name as keyof Limits] ?? (Reflect.get(all, name, all) as number) }));
  return () => say(own);
}

function diagnose(adapter: string, device: GPUDevice): string {
  const lines = [`adapter: ${adapter}`, `features: ${[...device.features].join(', ')}`];
  for (const name of RAISED) lines.push(`${name}: ${device.limits[name]}`);
  lines.push(globalThis.navigator?.userAgent ?? '');
  return lines.join('\n');
}
