/**
 * How the bench speaks to whatever it times: in this process, in a browser's page or in Python. Plain data in and out.
 */
import type { GpuCounts } from './gpu-counts';
import type { StepParts } from './step-parts';

export interface First {
  /** The first step, from its call until the device is done with it: pipelines are compiled in it. */
  coldMs: number;
  /** Losses of the first steps, for the comparison with the others. */
  losses: number[];
  /**
   * Dispatches of one step, once it is as it stays, by kernel; null where there is no WebGPU, or where a step takes
   * long.
   */
  kernels: Record<string, number> | null;
  /** Medians over steps that each found the device idle; null for those that have no such parts. */
  parts: StepParts | null;
}

/** Means per step over a few steps in a row. */
export interface Round {
  steps: number;
  wallMs: number;
  /** JavaScript of the step until its submit returns, without what `buildMs` counts. */
  jsMs: number | null;
  /** Drawing the batch and everything that can be prepared without the GPU. */
  buildMs: number | null;
  /** CPU time of the process, all threads; of all processes of a browser. */
  cpuMs: number | null;
  /** Null where there is no WebGPU. */
  counts: GpuCounts | null;
}

export interface TimedImplementation {
  /** Runs `steps` steps, or fewer, but at least two, where they take long. */
  first(steps: number): Promise<First>;
  round(steps: number): Promise<Round>;
  /** Bytes of the buffers created and not destroyed. */
  gpuBytes(): Promise<number | null>;
  close(): Promise<void>;
}
