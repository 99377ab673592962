/** What is said of the device that computes. */
import type { Device, NoGpuReason } from '../engine/device';
import type { BufferLimits } from '../model/check/memory';

/** A copy: what a device has does not cross the wall. */
export const limitsOf = (gpu: GPUDevice | null): BufferLimits | null =>
  gpu && {
    maxBufferSize: gpu.limits.maxBufferSize,
    maxStorageBufferBindingSize: gpu.limits.maxStorageBufferBindingSize,
  };

export interface DeviceInfo {
  /** `cpu` works without WebGPU, in one thread. */
  backend: 'webgpu' | 'cpu';
  /** The adapter in words: "llvmpipe (LLVM 19.1.7, 256 bits)". */
  adapter: string;
  /** True for a software rasteriser: works, slowly. */
  software: boolean;
  reason: NoGpuReason | null;
  /** Null where no GPU computes. */
  limits: BufferLimits | null;
  /** Limits and names for the "copy diagnostics" button. */
  diagnostics: string;
}

export const infoOf = ({ backend, adapter, software, gpu, diagnostics }: Device): DeviceInfo => ({
  backend,
  adapter,
  software,
  reason: null,
  limits: limitsOf(gpu),
  diagnostics,
});
