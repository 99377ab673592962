/** Behaviour-to-interest routing in plain loops (Li et al., CIKM 2019, algorithm 1): what the kernel is held to, and the path without WebGPU. */
import { uniformBits } from '../counter-uniform/reference';

export interface RoutingSizes {
  rows: number;
  /** T events, right-aligned. */
  events: number;
  /** D of a mapped event. */
  width: number;
  /** K capsules. */
  capsules: number;
}

export interface RoutingRules {
  /** r: how often couplings are made. */
  rounds: number;
  /** Factor of the agreement that is added to a logit. */
  sharpness: number;
  /** K' = max(1, min(K, floor(log2 of the row's events))); otherwise every capsule is active. */
  adaptive: boolean;
}

export interface Routed { coupling: Float32Array; active: Float32Array }

/** Mean of four bytes' sum, and the standard deviation of it. */
export const START_MEAN = 4 * 127.5;
export const START_DEVIATION = Math.sqrt((4 * (256 ** 2 - 1)) / 12);

/**
 * The logit a coupling starts from: mean 0, variance 1, nearly normal (a sum of four uniform bytes), a pure function of its arguments.
 * @param hash of the row's id; @param age 0 = the newest event
 */
export function startLogit(hash: number, age: number, capsule: number): number {
  const bits = uniformBits(hash, age, capsule);
  const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
  return (sum - START_MEAN) / START_DEVIATION;
}

/** @param mapped [R, T, D]; @param mask [R, T]; @param hash [R] */
export function routingReference(mapped: ArrayLike<number>, mask: ArrayLike<number>, hash: ArrayLike<number>, sizes: RoutingSizes, rules: RoutingRules): Routed {
  const { rows, events, width, capsules } = sizes;
  const coupling = new Float32Array(rows * events * capsules);
  const active = new Float32Array(rows * capsules);
  for (let row = 0; row < rows; row++) {
    const there = Array.from({ length: events }, (_, t) => t).filter((t) => mask[row * events + t] !== 0);
    const count = rules.adaptive ? Math.max(1, Math.min(capsules, Math.floor(Math.log2(there.length)))) : capsules;
    active.fill(1, row * capsules, row * capsules + count);
    const event = (t: number, d: number): number => mapped[(row * events + t) * width + d]!;
    const logits = there.map((t) => Array.from({ length: count }, (_, k) => startLogit(hash[row]! >>> 0, events - 1 - t, k)));
    let shares = logits.map(softmax);
    for (let round = 1; round < rules.rounds; round++) {
      for (let k = 0; k < count; k++) {
        const z = Array.from({ length: width }, (_, d) => there.reduce((sum, t, i) => sum + shares[i]![k]! * event(t, d), 0));
        const length = Math.hypot(...z);
        const factor = length / (1 + length ** 2);
        there.forEach((t, i) => { logits[i]![k]! += rules.sharpness * factor * z.reduce((sum, x, d) => sum + x * event(t, d), 0); });
      }
      shares = logits.map(softmax);
    }
    there.forEach((t, i) => coupling.set(shares[i]!, (row * events + t) * capsules));
  }
  return { coupling, active };
}

function softmax(logits: readonly number[]): number[] {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
