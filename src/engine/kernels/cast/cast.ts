/**
 * Cast from integers and truth values to floats, replacing tfjs's on WebGPU. tfjs leaves the bits as they are and lets
 * each of its own programs convert as it reads; a kernel of ours (every product, every sum on a CPU adapter) would take
 * the integer 1 for the float 1.4e-45.
 */
import { gridFor, mainOver, runKernel, webgpuBackend } from '../../run-kernel';
import * as tf from '../../tf';
import type { DataType, TensorInfo } from '../../tf';

let installed = false;

/** Hands tfjs this kernel; call after the backend is set. */
export function installCast(): void {
  if (installed) return;
  const original = tf.getKernel('Cast', 'webgpu').kernelFunc;
  installed = true;
  tf.unregisterKernel('Cast', 'webgpu');
  tf.registerKernel({
    kernelName: 'Cast',
    backendName: 'webgpu',
    kernelFunc(given) {
      const { x } = given.inputs as { x: TensorInfo };
      const { dtype } = given.attrs as unknown as { dtype: DataType };
      const size = x.shape.reduce((a, b) => a * b, 1);
      if (dtype !== 'float32' || (x.dtype !== 'int32' && x.dtype !== 'bool') || size === 0) return original(given);
      const out = webgpuBackend().makeTensorInfo([...x.shape], 'float32');
      webgpuBackend().uploadToGPU(out.dataId);
      runKernel('cast to float', SOURCE, [x, out], gridFor(size));
      return out;
    },
  });
}

const SOURCE = `
@group(0) @binding(0) var<storage, read> x: array<i32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
${mainOver('arrayLength(&result)', '  result[index] = f32(x[index]);')}`;
