/** What a program asks of WebGPU, counted where every program must pass: at the prototypes. Knows no library. */

export interface GpuCounts {
  dispatches: number;
  submits: number;
  buffersCreated: number;
}

const counts: GpuCounts = { dispatches: 0, submits: 0, buffersCreated: 0 };
type Wrap = <T>(work: () => T) => T;
const unwrapped: Wrap = (work) => work();
let wrapSubmit = unwrapped;
/** Bytes that JavaScript handed to queues. */
let written = 0;
/** Bytes of a device's buffers that were created and not destroyed. */
const live = new WeakMap<GPUDevice, number>();
/** The most of them at any moment since `peakFrom`. */
const peaks = new WeakMap<GPUDevice, number>();
const owners = new WeakMap<GPUBuffer, GPUDevice>();
/**
 * Dispatches by the label of their pipeline, which tfjs and the lab name after the kernel; only while somebody asks.
 */
const kernels = new Map<string, number>();
let asking = 0;
const current = new WeakMap<GPUComputePassEncoder, GPUComputePipeline>();
let watching = false;

/** Puts the counters in place, once. Buffers created before are not seen. */
export function watchGpu(): void {
  if (watching) return;
  watching = true;
  around(
    GPUDevice.prototype,
    'createBuffer',
    (original) =>
      function (this: GPUDevice, descriptor: GPUBufferDescriptor) {
        const buffer = original.call(this, descriptor);
        counts.buffersCreated += 1;
        owners.set(buffer, this);
        live.set(this, liveBytes(this) + buffer.size);
        peaks.set(this, Math.max(peaks.get(this) ?? 0, liveBytes(this)));
        return buffer;
      },
  );
  around(
    GPUBuffer.prototype,
    'destroy',
    (original) =>
      function (this: GPUBuffer) {
        const device = owners.get(this);
        if (device) live.set(device, liveBytes(device) - this.size);
        owners.delete(this);
        return original.call(this);
      },
  );
  around(
    GPUQueue.prototype,
    'writeBuffer',
    (original) =>
      function (this: GPUQueue, ...asked: Parameters<GPUQueue['writeBuffer']>) {
        written += bytesOf(asked);
        return original.apply(this, asked);
      },
  );
  around(
    GPUQueue.prototype,
    'submit',
    (original) =>
      function (this: GPUQueue, commands: Iterable<GPUCommandBuffer>) {
        counts.submits += 1;
        return wrapSubmit(() => original.call(this, commands));
      },
  );
  around(
    GPUComputePassEncoder.prototype,
    'setPipeline',
    (original) =>
      function (this: GPUComputePassEncoder, pipeline: GPUComputePipeline) {
        current.set(this, pipeline);
        return original.call(this, pipeline);
      },
  );
  around(
    GPUComputePassEncoder.prototype,
    'dispatchWorkgroups',
    (original) =>
      function (this: GPUComputePassEncoder, x: number, y?: number, z?: number) {
        counts.dispatches += 1;
        if (asking > 0) {
          const kernel = current.get(this)?.label ?? '';
          kernels.set(kernel, (kernels.get(kernel) ?? 0) + 1);
        }
        return original.call(this, x, y ?? 1, z ?? 1);
      },
  );
}

function around<T, K extends keyof T>(prototype: T, name: K, wrap: (original: T[K]) => T[K]): void {
  prototype[name] = wrap(prototype[name]);
}

/** Of what `writeBuffer` takes: `first` and `size` count elements of a typed array, bytes of anything else. */
function bytesOf([, , data, first = 0, size]: Parameters<GPUQueue['writeBuffer']>): number {
  const unit = 'BYTES_PER_ELEMENT' in data ? (data as Uint8Array).BYTES_PER_ELEMENT : 1;
  return size === undefined ? data.byteLength - first * unit : size * unit;
}

/** Runs `work` with every submit in it wrapped: what the driver does there can be told from what JavaScript does. */
export function wrappingSubmits<T>(wrap: Wrap, work: () => T): T {
  watchGpu();
  wrapSubmit = wrap;
  try {
    return work();
  } finally {
    wrapSubmit = unwrapped;
  }
}

/** The bytes written to buffers through a queue since. */
export function writtenFrom(): () => number {
  watchGpu();
  const before = written;
  return () => written - before;
}

/** @returns 0 for a device whose buffers were not watched */
export const liveBytes = (device: GPUDevice): number => live.get(device) ?? 0;

/** Forgets the peak of before; the function it returns says the most bytes that lived at any moment since. */
export function peakFrom(device: GPUDevice): () => number {
  watchGpu();
  peaks.set(device, liveBytes(device));
  return () => peaks.get(device) ?? 0;
}

/** Starts counting; the function it returns says what was asked for since. */
export function countFrom(): () => GpuCounts {
  watchGpu();
  const before = { ...counts };
  return () => ({
    dispatches: counts.dispatches - before.dispatches,
    submits: counts.submits - before.submits,
    buffersCreated: counts.buffersCreated - before.buffersCreated,
  });
}

/**
 * The same by kernel, those most often dispatched first; the function is called once. Only in between are they told
 * apart: it would take as long as the dispatches themselves.
 */
export function kernelsFrom(): () => Record<string, number> {
  watchGpu();
  asking += 1;
  const before = new Map(kernels);
  return () => {
    asking -= 1;
    return Object.fromEntries(
      [...kernels]
        .map(([name, count]) => [name, count - (before.get(name) ?? 0)] as const)
        .filter(([, count]) => count > 0)
        .sort((a, b) => b[1] - a[1]),
    );
  };
}

/** What one call asks for. One that compiles or records asks for more than those after it. */
export function countStep(run: () => void): GpuCounts {
  const counted = countFrom();
  run();
  return counted();
}
