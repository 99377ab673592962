/**
 * For tests: the real device in Node, opened once per file; a WebGPU error nobody caught fails the test that made it.
 */
import { nodeGpu } from './node-gpu';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { holdTo, openCpu, openDevice, type Device, type Limits } from './device';
import { GPU_WORKGROUPS, kernelForm, setKernelForm, type KernelForm } from './kernel-form';
import { webgpuBackend } from './run-kernel';
import * as tf from './tf';
import { backendInternals } from './tfjs-internals';

/**
 * Opens WebGPU for the tests of a file. Without an adapter it throws: such tests never skip silently.
 * @param lanes of llvmpipe: tests ask it for four (`vite.config.ts`), those of kernels whose form depends on their
 * number for as many as the machine's vectors have, eight with AVX
 */
export function onDevice({ lanes = 'four' }: { lanes?: 'four' | 'of this machine' } = {}): void {
  const errors: string[] = [];
  let close = () => undefined as void;
  beforeAll(async () => {
    // It is read with the first adapter.
    if (lanes === 'of this machine') delete process.env['LP_NATIVE_VECTOR_WIDTH'];
    const device = await openDevice({ gpu: nodeGpu });
    device.onError((message) => errors.push(message));
    adapterForm = kernelForm();
    close = () => device.close();
  });
  afterEach(() => {
    expect(errors.splice(0)).toEqual([]);
  });
  afterAll(() => close());
}

/** `work` as a machine without WebGPU does it; what it makes must be gone by its end. */
export async function onCpu<T>(work: () => Promise<T>): Promise<T> {
  const before = tf.getBackend();
  await openCpu();
  try {
    return await work();
  } finally {
    await tf.setBackend(before);
  }
}

/** For `describe.each`: the kernels' form for a GPU, and the one this machine's adapter asks for. */
export const FORMS = ['a GPU', 'this adapter'] as const;
let adapterForm = kernelForm();
/** The same, and that of a GPU that cuts no sum into parts: for kernels that cut theirs. */
export const CUT_FORMS = [...FORMS, 'a GPU that cuts no sums'] as const;
export const useForm = (form: (typeof CUT_FORMS)[number]): void =>
  setKernelForm(
    form === 'this adapter' ? adapterForm : { ...GPU_FORM, workgroups: form === 'a GPU' ? GPU_WORKGROUPS : 1 },
  );
const GPU_FORM: KernelForm = { software: false, lanes: null, workgroups: GPU_WORKGROUPS };

/** What WebGPU promises of every adapter. */
const DEFAULT_LIMITS: Limits = {
  maxStorageBuffersPerShaderStage: 8,
  maxStorageBufferBindingSize: 2 ** 27,
  maxBufferSize: 2 ** 28,
  maxComputeWorkgroupStorageSize: 2 ** 14,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
};

/** A device that is held to what WebGPU promises of every adapter, with the kernels' form for a GPU. */
export async function openPlainGpu(): Promise<Device> {
  const device = await openDevice({ gpu: nodeGpu, limits: DEFAULT_LIMITS });
  useForm('a GPU');
  return device;
}

/** Makes the device of the moment say that it can bind only so many bytes, until what comes back is called. */
export const lowerBinding = (bytes: number): (() => void) =>
  holdTo(webgpuBackend().device, { maxStorageBufferBindingSize: bytes });

/** The buffers a device is asked for from now on, until `end`: bytes of each, and of those that are not destroyed. */
export function watchBuffers(device = webgpuBackend().device): {
  readonly made: readonly number[];
  readonly liveBytes: number;
  end(): void;
} {
  const create = device.createBuffer.bind(device);
  const made: number[] = [];
  let liveBytes = 0;
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    const destroy = buffer.destroy.bind(buffer);
    made.push(descriptor.size);
    liveBytes += descriptor.size;
    buffer.destroy = () => {
      liveBytes -= descriptor.size;
      destroy();
    };
    return buffer;
  };
  return {
    made,
    get liveBytes() {
      return liveBytes;
    },
    end: () => {
      device.createBuffer = create;
    },
  };
}

/** Names under which pipelines are asked for in `work`: those of the kernels that run in it. */
export async function pipelinesIn(work: () => Promise<unknown>): Promise<Set<string>> {
  const { device } = webgpuBackend();
  const create = device.createComputePipeline;
  const names = new Set<string>();
  device.createComputePipeline = (descriptor) => {
    names.add(descriptor.label ?? '');
    return create.call(device, descriptor);
  };
  try {
    await work();
  } finally {
    device.createComputePipeline = create;
  }
  return names;
}

/**
 * Kernels of tfjs 4.22.0 that are wrong, not reproducible, slow beyond measure or read back on WebGPU;
 * `conventions.test.ts` says why, and keeps them out of the source.
 */
const UNSOUND = [
  'AddN',
  'ArgMax',
  'ArgMin',
  'BroadcastTo',
  'Cumprod',
  'Cumsum',
  'Einsum',
  'GatherNd',
  'GatherV2',
  'ScatterNd',
  'SparseSegmentMean',
  'SparseSegmentSum',
  'StridedSlice',
  'TensorScatterUpdate',
  'Tile',
  'TopK',
  'UnsortedSegmentSum',
];

/** These share the memory of what they are given, and round nothing. */
const VIEWS = ['Identity', 'Reshape'];

/**
 * What tfjs runs in `work` and in its gradients: names of kernels, and `int32 into <name>` where one is given whole
 * numbers, which it would round to f32.
 */
export async function kernelsIn(work: () => unknown): Promise<Set<string>> {
  const engine = tf.engine() as unknown as {
    runKernel(
      name: string,
      inputs: Record<string, { dtype?: string } | { dtype?: string }[]>,
      ...rest: unknown[]
    ): unknown;
  };
  const { runKernel } = engine;
  const names = new Set<string>();
  engine.runKernel = (name, inputs, ...rest) => {
    names.add(name);
    if (
      !VIEWS.includes(name) &&
      Object.values(inputs)
        .flat()
        .some((input) => input?.dtype === 'int32')
    )
      names.add(`int32 into ${name}`);
    return runKernel.call(engine, name, inputs, ...rest);
  };
  try {
    await work();
  } finally {
    engine.runKernel = runKernel;
  }
  return names;
}
/** Of these names, those that must not be. */
export const unsound = (names: ReadonlySet<string>): string[] =>
  [...names].filter((name) => UNSOUND.includes(name) || name.startsWith('int32'));

/** Bytes of the largest tensor `work` made on the device, those of `except` bytes apart. */
export async function largestTensor(work: () => Promise<void>, except = 0): Promise<number> {
  // Where tfjs asks for memory: of what was given back before, none is created.
  const { bufferManager: pool } = backendInternals(webgpuBackend());
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
