/**
 * Tensors that are a part of a buffer. tfjs 4.22.0 binds and reads whole buffers (`tensorToBinding` and `read` of
 * backend_webgpu.js); on a backend that went through `installViews` the data of a tensor may carry a range of its
 * buffer, and every kernel, tfjs's or ours, binds just that.
 */
import * as tf from './tf';
import type { WebGPUBackend } from './tf';
import { backendInternals } from './tfjs-internals';

/**
 * A binding may begin at multiples of this many bytes (minStorageBufferOffsetAlignment, 256 on every adapter that keeps
 * the default).
 */
export const VIEW_ALIGNMENT = 256;

/** Bytes of a buffer. */
export interface Range {
  offset: number;
  size: number;
}

/** Range of a tensor's data, by its id: reshapes and clones share the data and so the range. */
const ranges = new WeakMap<object, Range>();

/** Call once per backend. */
export function installViews(of: WebGPUBackend): void {
  const backend = backendInternals(of);
  const bind = backend.tensorToBinding.bind(backend);
  backend.tensorToBinding = (tensor) => {
    const range = tensor && ranges.get(tensor.dataId);
    return range ? { buffer: backend.tensorMap.get(tensor.dataId).resource!, ...range } : bind(tensor);
  };
  const read = backend.read.bind(backend);
  backend.read = async (dataId) => {
    const range = ranges.get(dataId);
    if (!range) return read(dataId);
    // Not kept on the host as tfjs would: the numbers change in place.
    const whole = await backend.getBufferData(backend.tensorMap.get(dataId).resource!);
    return new Float32Array(whole, range.offset, range.size / 4);
  };
}

/** A float32 tensor over `shape` numbers of `buffer`, from `offset` bytes on. It never owns the buffer. */
export function viewTensor(buffer: GPUBuffer, offset: number, shape: readonly number[]): tf.Tensor {
  if (offset % VIEW_ALIGNMENT !== 0)
    throw new Error(`a view begins at a multiple of ${VIEW_ALIGNMENT} bytes, not at ${offset}`);
  const tensor = tf.tensor({ buffer, zeroCopy: true }, [...shape], 'float32');
  ranges.set(tensor.dataId, { offset, size: tensor.size * 4 });
  return tensor;
}
