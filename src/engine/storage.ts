/**
 * Numbers the engine owns and updates in place: on WebGPU a buffer, or a part of one, with a tfjs view over it, on the
 * CPU a kept tensor.
 */
import { halvesOf, numbersOf } from './halves';
import { LimitError } from './limit-error';
import { readBuffer } from './readback';
import {
  emptyTensor,
  flush,
  gridFor,
  hostArray,
  mainSource,
  onGpu,
  runKernel,
  webgpuBackend,
  type Binding,
} from './run-kernel';
import { bytesOf, type StorageType } from './storage-type';
import { viewTensor } from './tensor-view';
import * as tf from './tf';
import type { WebGPUBackend } from './tf';
import { backendInternals } from './tfjs-internals';

export { LimitError };

/** @throws LimitError when the adapter cannot bind that many bytes */
function checkSize(what: string, bytes: number): void {
  const limit = 4 * Storage.mostNumbers();
  if (bytes > limit) throw new LimitError(what, bytes, limit);
}

/**
 * Makes tfjs refuse a tensor the adapter cannot bind before it allocates it. By itself tfjs 4.22.0 would go on with
 * whatever stands in the memory: nothing throws, and only an uncaptured error says so afterwards. Call once per
 * backend.
 */
export function refuseLargeTensors(of: WebGPUBackend): void {
  const backend = backendInternals(of);
  const upload = backend.uploadToGPU.bind(backend);
  backend.uploadToGPU = (dataId) => {
    const { resource, shape } = backend.tensorMap.get(dataId);
    if (!resource) checkSize(`a tensor of [${shape}]`, 4 * tf.util.sizeFromShape(shape));
    upload(dataId);
  };
}

export class Storage {
  /** What the innermost `allOrNone` under way has created. */
  private static created: { dispose(): void }[] | null = null;

  /**
   * @param held null for halves on the GPU, which tfjs cannot read
   * @param offset bytes of the buffer before the first number
   */
  private constructor(
    readonly name: string,
    readonly size: number,
    readonly type: StorageType,
    private readonly held: tf.Tensor | null,
    private readonly buffer: GPUBuffer | null,
    private readonly offset = 0,
    private readonly owner = true,
  ) {}

  get tensor(): tf.Tensor {
    if (!this.held) throw new Error(`internal: ${this.name} is stored in halves, which are no tensor`);
    return this.held;
  }

  /**
   * @param name said in errors
   * @param uniform kernels may bind it as `var<uniform>` too, which takes none of the few storage bindings a dispatch
   * has
   * @throws LimitError when the adapter cannot bind that many bytes
   */
  static create(
    name: string,
    shape: readonly number[],
    type: StorageType,
    values?: Float32Array | Uint32Array,
    uniform = false,
  ): Storage {
    const size = shape.reduce((a, b) => a * b, 1);
    if (!onGpu()) {
      const of = type === 'int32' ? type : 'float32';
      const initial = of === 'int32' ? new Int32Array(size) : new Float32Array(size);
      const storage = Storage.noted(new Storage(name, size, type, tf.keep(tf.tensor(initial, [...shape], of)), null));
      if (values) storage.write(values);
      return storage;
    }
    const { device } = webgpuBackend();
    const bytes = Math.max(4, Math.ceil((size * bytesOf(type)) / 4) * 4);
    checkSize(name, bytes);
    const usage =
      GPUBufferUsage.STORAGE |
      GPUBufferUsage.COPY_SRC |
      GPUBufferUsage.COPY_DST |
      (uniform ? GPUBufferUsage.UNIFORM : 0);
    const buffer = device.createBuffer({ label: name, size: bytes, usage });
    const tensor = type === 'float16' ? null : tf.keep(tf.tensor({ buffer, zeroCopy: true }, [...shape], type));
    const storage = Storage.noted(new Storage(name, size, type, tensor, buffer));
    if (values) storage.write(values);
    return storage;
  }

  /** Numbers of 32 bits that one storage can hold on the device of the moment. */
  static mostNumbers(): number {
    if (!onGpu()) return Infinity;
    const { maxStorageBufferBindingSize, maxBufferSize } = webgpuBackend().device.limits;
    return Math.floor(Math.min(maxStorageBufferBindingSize, maxBufferSize) / 4);
  }

  /**
   * A part of this storage, no integers, from number `first` on (a multiple of 64, of 128 among halves, see
   * VIEW_ALIGNMENT), under a shape of its own: the same numbers in the same memory, which stay the parent's.
   */
  view(name: string, first: number, shape: readonly number[]): Storage {
    const size = shape.reduce((a, b) => a * b, 1);
    if (first + size > this.size)
      throw new Error(`${name}: numbers ${first} to ${first + size} of the ${this.size} of ${this.name}`);
    const { buffer, type } = this;
    const offset = first * bytesOf(type);
    if (buffer && type === 'float16') return Storage.noted(new Storage(name, size, type, null, buffer, offset, false));
    const tensor = buffer
      ? viewTensor(buffer, offset, shape)
      : tf.tensor(this.host.subarray(first, first + size), [...shape]);
    return Storage.noted(new Storage(name, size, type, tf.keep(tensor), buffer, offset, false));
  }

  /** Runs `make`; where it throws (the third of five buffers is too large, say), what it had created is given back. */
  static allOrNone<T>(make: () => T): T {
    const outer = Storage.created;
    const mine: { dispose(): void }[] = [];
    Storage.created = mine;
    try {
      return make();
    } catch (error) {
      for (const made of mine) made.dispose();
      throw error;
    } finally {
      Storage.created = outer;
    }
  }

  /** Has the innermost `allOrNone` under way give it back, too, where that throws. */
  static noted<T extends { dispose(): void }>(made: T): T {
    Storage.created?.push(made);
    return made;
  }

  /** What a kernel binds. */
  get binding(): Binding {
    if (!this.buffer) return this.tensor;
    return this.owner ? this.buffer : { buffer: this.buffer, offset: this.offset, size: this.bytes(this.size) };
  }

  private bytes(count: number): number {
    return count * bytesOf(this.type);
  }

  /** A part of it as a kernel binds it, from number `first` on, a multiple of 64. On the GPU only. */
  part(first: number, size: number): Binding {
    if (!this.buffer) throw new Error(`internal: ${this.name} is not on the GPU`);
    return { buffer: this.buffer, offset: this.offset + this.bytes(first), size: this.bytes(size) };
  }

  /**
   * Writes from the first element on, halves rounded to the nearest; fewer values than the size leave the rest as it
   * is. Call `flush` first where earlier commands still read it.
   */
  write(values: Float32Array | Uint32Array): void {
    if (values.length > this.size) throw new Error(`${this.name} holds ${this.size} numbers, got ${values.length}`);
    const halves = this.type === 'float16' ? halvesOf(values as Float32Array) : null;
    if (this.buffer) {
      const written = (halves ?? values) as Uint16Array<ArrayBuffer>;
      webgpuBackend().device.queue.writeBuffer(this.buffer, this.offset, written);
    } else hostArray(this.tensor).set(halves ? numbersOf(halves) : (values as Float32Array));
  }

  /** Takes over the numbers of a float32 tensor of this size: a dispatch, so that a recorded step repeats it. */
  copyFrom(tensor: tf.Tensor): void {
    if (tensor.size !== this.size)
      throw new Error(`${this.name} holds ${this.size} numbers, the tensor ${tensor.size}`);
    if (onGpu()) runKernel('copy', COPY, [tensor, this.binding], gridFor(this.size));
    else this.host.set(hostArray(tensor));
  }

  /** A tensor of its own with these numbers, on the GPU. */
  copy(): tf.Tensor {
    const copy = emptyTensor(this.tensor.shape);
    runKernel('copy', COPY, [this.binding, copy], gridFor(this.size));
    return copy;
  }

  /** A copy of the numbers, or of the first `count`. tfjs's own `data()` would cache them and go stale. */
  async read(count = this.size): Promise<Float32Array> {
    if (!this.buffer) return Float32Array.from(hostArray(this.tensor).subarray(0, count));
    flush();
    const read = await readBuffer(webgpuBackend().device, this.buffer, this.bytes(count), this.offset);
    return this.type === 'float16' ? numbersOf(new Uint16Array(read)) : new Float32Array(read);
  }

  /**
   * Copies of the numbers of several storages, none of them halves, as they are at the call, through one staging buffer
   * for each buffer they lie in.
   */
  static async readAll(storages: readonly Storage[]): Promise<Float32Array[]> {
    if (!onGpu()) return storages.map(({ tensor }) => Float32Array.from(hostArray(tensor)));
    flush();
    const { device } = webgpuBackend();
    const stretches = new Map<GPUBuffer, { from: number; end: number }>();
    for (const { buffer, offset, size } of storages) {
      const { from, end } = stretches.get(buffer!) ?? { from: offset, end: offset };
      stretches.set(buffer!, { from: Math.min(from, offset), end: Math.max(end, offset + size * 4) });
    }
    const copies = new Map(
      await Promise.all(
        [...stretches].map(
          async ([buffer, { from, end }]) => [buffer, await readBuffer(device, buffer, end - from, from)] as const,
        ),
      ),
    );
    return storages.map(({ buffer, offset, size }) => {
      const first = offset - stretches.get(buffer!)!.from;
      return new Float32Array(copies.get(buffer!)!.slice(first, first + size * 4));
    });
  }

  /** The live numbers on the CPU path. */
  get host(): Float32Array {
    return hostArray(this.tensor);
  }

  dispose(): void {
    this.held?.dispose();
    if (this.owner) this.buffer?.destroy();
  }
}

const COPY = `
@group(0) @binding(0) var<storage, read> given: array<f32>;
@group(0) @binding(1) var<storage, read_write> held: array<f32>;
${mainSource(`  if (index < arrayLength(&held)) { held[index] = given[index]; }`)}`;
