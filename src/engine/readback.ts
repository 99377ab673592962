/**
 * The only way numbers leave the GPU: a copy into a staging buffer, which is mapped when the GPU is done with it.
 * Nobody waits but the one who asked.
 */

/** Staging buffers kept for the next reading, those of what is read again and again: losses, probes. */
const MOST_KEPT = 4;
const LARGEST_KEPT = 2 ** 18;

/** Per device, those that nobody reads through at the moment. */
const idle = new WeakMap<GPUDevice, GPUBuffer[]>();

/**
 * Copies `bytes` bytes of a buffer to the host, from `offset` on. Readings may overlap: each has a staging buffer of
 * its own.
 */
export async function readBuffer(
  device: GPUDevice,
  source: GPUBuffer,
  bytes: number,
  offset = 0,
): Promise<ArrayBuffer> {
  const size = Math.max(4, bytes);
  const staging = takeStaging(device, size);
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(source, offset, staging, 0, size);
  device.queue.submit([encoder.finish()]);
  try {
    await staging.mapAsync(GPUMapMode.READ, 0, size);
    const copy = staging.getMappedRange(0, size).slice(0, bytes);
    staging.unmap();
    keepStaging(device, staging);
    return copy;
  } catch (error) {
    staging.destroy();
    throw error;
  }
}

function takeStaging(device: GPUDevice, size: number): GPUBuffer {
  const free = idle.get(device) ?? [];
  const at = free.findIndex((buffer) => buffer.size >= size);
  return (
    free.splice(at, at < 0 ? 0 : 1)[0] ??
    device.createBuffer({ label: 'staging', size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST })
  );
}

/** The larger ones stay: they serve the smaller readings too. */
function keepStaging(device: GPUDevice, staging: GPUBuffer): void {
  const free = idle.get(device) ?? [];
  idle.set(device, free);
  if (staging.size <= LARGEST_KEPT) free.push(staging);
  else staging.destroy();
  free.sort((a, b) => a.size - b.size);
  while (free.length > MOST_KEPT) free.shift()!.destroy();
}
