/** What the updates of a step read besides weights and gradients: one small buffer, written once a step. */
import { uniformBits } from '../kernels/counter-uniform/reference';
import { Storage } from '../storage';
import { hyperparameters, type Rule } from './rules';
import { scheduleFactor, type Schedule } from './schedule';

/** How a group of weights learns. */
export interface Group {
  rule: Rule;
  learningRate: number;
  weightDecay: number;
}

/** Of what tables in halves round by, among all that is drawn by counter. */
const ROUNDING = 0x726f756e;

/**
 * [groups + 2, 4]: per group learning rate, 1 - beta1^t, sqrt(1 - beta2^t), learning rate x decay; then the key by
 * which tables in halves are rounded, its upper 16 bits and its lower ones; then clip factor, global norm, largest
 * norm, unused.
 */
export class Hyperparameters {
  readonly storage: Storage;
  private readonly numbers: Float32Array;

  /** @param largestNorm what the global norm of the gradients is cut to; null = never cut */
  constructor(
    private readonly groups: readonly Group[],
    private readonly schedule: Schedule,
    readonly largestNorm: number | null,
    private readonly seed: number,
  ) {
    this.numbers = new Float32Array(4 * groups.length + 4);
    const last = [1, 0, largestNorm ?? 0, 0];
    this.storage = Storage.create(
      'hyperparameters',
      [groups.length + 2, 4],
      'float32',
      Float32Array.of(...this.numbers, ...last),
      true,
    );
  }

  /**
   * For step `step`, from 0, of moments that were empty before step `first`. The last row is not touched: it is
   * computed on the device.
   */
  write(step: number, first: number): void {
    const factor = scheduleFactor(this.schedule, step);
    this.groups.forEach(({ learningRate, weightDecay }, group) =>
      this.numbers.set(hyperparameters(factor * learningRate, weightDecay, step - first + 1), 4 * group),
    );
    const key = uniformBits(this.seed, step, ROUNDING);
    // No float holds any 32 bits for sure.
    this.numbers.set([key >>> 16, key & 0xffff], 4 * this.groups.length);
    this.storage.write(this.numbers);
  }

  indexOf(group: Group): number {
    const index = this.groups.indexOf(group);
    if (index < 0) throw new Error('internal: an optimizer group that is not among the settings');
    return index;
  }

  /** WGSL: `hyper[group]`, `clipFactor()`, and `roundingKey()`. */
  source(binding: number): string {
    const { length } = this.groups;
    return `@group(0) @binding(${binding}) var<uniform> hyper: array<vec4<f32>, ${length + 2}>;
fn roundingKey() -> u32 { return (u32(hyper[${length}].x) << 16u) | u32(hyper[${length}].y); }
fn clipFactor() -> f32 { return hyper[${length + 1}].x; }`;
  }

  /** On the CPU path. */
  hostRow(group: number): Float32Array {
    return this.storage.host.subarray(group * 4, group * 4 + 4);
  }

  /** On the CPU path: [clip factor, norm, largest norm, unused]. */
  get hostClip(): Float32Array {
    return this.hostRow(this.groups.length + 1);
  }

  /** On the CPU path. */
  get hostRoundingKey(): number {
    const [upper = 0, lower = 0] = this.hostRow(this.groups.length);
    return ((upper << 16) | lower) >>> 0;
  }

  dispose(): void {
    this.storage.dispose();
  }
}
