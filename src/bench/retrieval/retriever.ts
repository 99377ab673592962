/**
 * Who takes part in the retrieval bench, and how the bench speaks to them: plain data in and out, so that a page or
 * Python may stand behind it.
 */
import { countFrom, peakFrom, type GpuCounts } from '../measure/gpu-counts';
import { cpuMs, untilLost, type Waited } from '../measure/waiting';
import type { Catalogue } from './catalogue';

export type RetrieverName = 'tower-lab' | 'tower-lab-cpu' | 'stock';

/** One retrieval for all users. */
export interface Call {
  /** [users x top] items, best first. */
  lists: number[];
  /** From the call until the lists are in JavaScript or Python. */
  wallMs: number;
  /** CPU time of the process, all threads; of all processes of a browser. */
  cpuMs: number | null;
  /** The rest is null where there is no WebGPU. */
  counts: GpuCounts | null;
  gpu: GpuBytes | null;
}

export interface GpuBytes {
  /** What the table takes. */
  table: number;
  /** Bytes of all other buffers at the moment when they were most. */
  beyond: number;
  /** What the scheme of this implementation moves at the least (see work.ts). */
  moved: number;
}

export interface Retriever {
  call(): Promise<Call>;
  close(): Promise<void>;
}

/** Something that retrieves in this process: the table is on the device. */
export interface Implementation {
  /** Null without WebGPU. */
  readonly device: GPUDevice | null;
  readonly tableBytes: number;
  readonly movedBytes: number;
  /** Called before each retrieval: the others may have left tfjs in a state of theirs. */
  enter(): Promise<void>;
  retrieve(): Promise<ArrayLike<number>>;
  close(): void;
}

/** @throws where it cannot run here, or does not fit */
export type Open = (catalogue: Catalogue, gpu: GPU) => Promise<Implementation>;

/** An implementation with clocks and counters around it. */
export class Timed implements Retriever {
  private readonly waited: Waited;

  /** Buffers are counted only if `watchGpu` was called before the implementation was opened. */
  constructor(private readonly implementation: Implementation) {
    this.waited = implementation.device ? untilLost(implementation.device) : (work) => work;
  }

  async call(): Promise<Call> {
    const { implementation } = this;
    const { device, tableBytes, movedBytes } = implementation;
    await implementation.enter();
    const [counted, peak] = [countFrom(), device && peakFrom(device)];
    const cpu = cpuMs();
    const began = performance.now();
    const lists = await this.waited(implementation.retrieve());
    const wallMs = performance.now() - began;
    const spent = cpuMs();
    return {
      lists: Array.from(lists),
      wallMs,
      cpuMs: cpu === null || spent === null ? null : spent - cpu,
      counts: device && counted(),
      gpu: peak && { table: tableBytes, beyond: peak() - tableBytes, moved: movedBytes },
    };
  }

  close(): Promise<void> {
    this.implementation.close();
    return Promise.resolve();
  }
}
