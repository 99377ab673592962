/**
 * Sizes as kernels read them: in a small buffer, so that many shapes share a few pipelines. One for each combination
 * and device, kept as long as the device.
 */
import { webgpuBackend } from './run-kernel';

const known = new WeakMap<GPUDevice, Map<string, GPUBuffer>>();

/**
 * @param as how the kernel declares it; a uniform counts against no limit of storage buffers and holds a multiple of
 * four sizes
 */
export function sizeBuffer(values: readonly number[], as: 'storage' | 'uniform'): GPUBuffer {
  const { device } = webgpuBackend();
  let buffers = known.get(device);
  if (!buffers) known.set(device, (buffers = new Map()));
  const key = `${as} ${values.join()}`;
  let buffer = buffers.get(key);
  if (!buffer) {
    const usage = as === 'storage' ? GPUBufferUsage.STORAGE : GPUBufferUsage.UNIFORM;
    buffer = device.createBuffer({ label: `sizes, ${key}`, size: values.length * 4, usage, mappedAtCreation: true });
    new Uint32Array(buffer.getMappedRange()).set(values);
    buffer.unmap();
    buffers.set(key, buffer);
  }
  return buffer;
}
