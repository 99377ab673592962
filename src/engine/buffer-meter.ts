/**
 * Counts the bytes of the buffers that a device holds: those it is asked for from now on, until they are destroyed.
 * WebGPU tells nobody how much memory is in use.
 */
export function meterBuffers(device: GPUDevice): { readonly bytes: number } {
  const create = device.createBuffer.bind(device);
  let bytes = 0;
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    const destroy = buffer.destroy.bind(buffer);
    const { size } = descriptor;
    let isLive = true;
    bytes += size;
    buffer.destroy = () => {
      if (isLive) bytes -= size;
      isLive = false;
      destroy();
    };
    return buffer;
  };
  return {
    get bytes() {
      return bytes;
    },
  };
}
