/**
 * How long each kernel of replayed steps takes, by the device's own clock: every dispatch is a pass of its own then,
 * which costs some time between two of them but none within. Chrome rounds what that clock says to 100 microseconds, so
 * that only many replays together tell of quick kernels.
 */
import { readBuffer } from './readback';

export interface KernelTime {
  kernel: string;
  /** The node it runs for; null of what a step does for all of them. */
  node: string | null;
  /** Of one replay. */
  dispatches: number;
  /** Of one replay, all dispatches together. */
  ms: number;
}

/** What is timed of a dispatch. */
export interface Timed {
  pipeline: GPUComputePipeline;
  node: string | null;
}

/** Two of each dispatch; WebGPU allows no more in a set. */
const MOST_QUERIES = 4096;

export class KernelTimes {
  private readonly sums = new Map<string, KernelTime>();
  private readonly reading: Promise<void>[] = [];
  /** Replays so far. */
  replays = 0;

  /** Not every adapter has such a clock, and a browser may keep it to itself. */
  static canMeasure(device: GPUDevice): boolean {
    return device.features.has('timestamp-query');
  }

  constructor(private readonly device: GPUDevice) {}

  /**
   * Encodes the dispatches in their order, submits them, and reads their times in the background.
   * @param dispatch encodes one into its pass
   */
  replay<T extends Timed>(steps: readonly T[], dispatch: (pass: GPUComputePassEncoder, step: T) => void): void {
    const { device } = this;
    const encoder = device.createCommandEncoder();
    const sets: GPUQuerySet[] = [];
    const bytes = steps.length * 16;
    const usage = GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC;
    const resolved = device.createBuffer({ label: 'times of kernels', size: bytes, usage });
    for (let from = 0; from < steps.length; from += MOST_QUERIES / 2) {
      const part = steps.slice(from, from + MOST_QUERIES / 2);
      const querySet = device.createQuerySet({ type: 'timestamp', count: 2 * part.length });
      sets.push(querySet);
      part.forEach((step, i) => {
        const timestampWrites = { querySet, beginningOfPassWriteIndex: 2 * i, endOfPassWriteIndex: 2 * i + 1 };
        const pass = encoder.beginComputePass({ timestampWrites });
        dispatch(pass, step);
        pass.end();
      });
      // At a multiple of 256, as it must be.
      encoder.resolveQuerySet(querySet, 0, 2 * part.length, resolved, from * 16);
    }
    device.queue.submit([encoder.finish()]);
    this.replays += 1;
    this.reading.push(
      readBuffer(device, resolved, bytes)
        .then((times) => this.add(steps, new BigUint64Array(times)))
        .finally(() => {
          resolved.destroy();
          for (const set of sets) set.destroy();
        }),
    );
  }

  private add(steps: readonly Timed[], times: BigUint64Array): void {
    steps.forEach(({ pipeline: { label: kernel }, node }, i) => {
      const key = `${node} ${kernel}`;
      const sum = this.sums.get(key) ?? { kernel, node, dispatches: 0, ms: 0 };
      sum.dispatches += 1;
      // A clock may be set back between two readings.
      sum.ms += Math.max(0, Number(times[2 * i + 1]! - times[2 * i]!)) / 1e6;
      this.sums.set(key, sum);
    });
  }

  /** Once all that was replayed has been read; those that take longest first. */
  async read(): Promise<KernelTime[]> {
    await Promise.all(this.reading);
    return [...this.sums.values()]
      .map(({ dispatches, ms, ...of }) => ({ ...of, dispatches: dispatches / this.replays, ms: ms / this.replays }))
      .sort((a, b) => b.ms - a.ms);
  }
}

/** Rows of one key together: by kernel, or by node. */
export function timesBy<K extends 'kernel' | 'node'>(
  times: readonly KernelTime[],
  key: K,
): (Pick<KernelTime, K> & { dispatches: number; ms: number })[] {
  const sums = new Map<KernelTime[K], { dispatches: number; ms: number }>();
  for (const time of times) {
    const { dispatches, ms } = sums.get(time[key]) ?? { dispatches: 0, ms: 0 };
    sums.set(time[key], { dispatches: dispatches + time.dispatches, ms: ms + time.ms });
  }
  return [...sums]
    .map(([of, sum]) => ({ [key]: of, ...sum }) as Pick<KernelTime, K> & { dispatches: number; ms: number })
    .sort((a, b) => b.ms - a.ms);
}
