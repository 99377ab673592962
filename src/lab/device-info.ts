/** What is said of the device that computes. */
import type { NoGpuReason } from '../engine/device';

export interface DeviceInfo {
  /** `cpu` is the labelled small-data mode on tfjs's plain CPU backend. */
  backend: 'webgpu' | 'cpu';
  /** The adapter in words: "llvmpipe (LLVM 19.1.7, 256 bits)". */
  adapter: string;
  /** True for a software rasteriser: works, slowly. */
  software: boolean;
  reason: NoGpuReason | null;
  /** Limits and names for the "copy diagnostics" button. */
  diagnostics: string;
}
