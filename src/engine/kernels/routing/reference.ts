/**
 * Behaviour-to-interest routing in plain loops (Li et al., CIKM 2019, algorithm 1): what the kernel is held to, and the
 * path without WebGPU.
 */
import { uniformBits } from '../counter-uniform/reference';

export interface RoutingSizes {
  rows: number;
  /** T events, right-aligned. */
  events: number;
  /** W of an event, D of a mapped one. */
  own: number;
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

export interface Routed {
  coupling: Float32Array;
  active: Float32Array;
}

/** Mean of four bytes' sum, and the standard deviation of it. */
export const START_MEAN = 4 * 127.5;
export const START_DEVIATION = Math.sqrt((4 * (256 ** 2 - 1)) / 12);

/**
 * The logit a coupling starts from: mean 0, variance 1, nearly normal (a sum of four uniform bytes), a pure function of
 * its arguments.
 * @param hash of the row's id; @param age 0 = the newest event
 */
export function startLogit(hash: number, age: number, capsule: number): number {
  const bits = uniformBits(hash, age, capsule);
  const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
  return (sum - START_MEAN) / START_DEVIATION;
}

/** [R, T, W] events, [R, T] mask, [R] hashes, [W, D] S, and [R, T] weights of the events or null. */
export interface RoutingArrays<Numbers = ArrayLike<number>> {
  events: Numbers;
  mask: Numbers;
  hash: ArrayLike<number>;
  map: Numbers;
  weights: Numbers | null;
}

/** Maps every event, as the algorithm says; the kernels do not. */
export function routingReference(
  { events, mask, hash, map, weights }: RoutingArrays,
  { rows, events: length, own, width, capsules }: RoutingSizes,
  rules: RoutingRules,
): Routed {
  const coupling = new Float32Array(rows * length * capsules);
  const active = new Float32Array(rows * capsules);
  for (let row = 0; row < rows; row++) {
    const there = Array.from({ length }, (_, t) => row * length + t).filter((at) => mask[at] !== 0);
    const count = rules.adaptive ? Math.max(1, Math.min(capsules, Math.floor(Math.log2(there.length)))) : capsules;
    active.fill(1, row * capsules, row * capsules + count);
    const mapped = mappedEvents(there, events, map, own, width);
    const logits = there.map((at) =>
      Array.from({ length: count }, (_, k) => startLogit(hash[row]! >>> 0, length - 1 - (at % length), k)),
    );
    const z = new Float64Array(width);
    let shares = logits.map(softmax);
    for (let round = 1; round < rules.rounds; round++) {
      for (let k = 0; k < count; k++) {
        z.fill(0);
        there.forEach((at, i) => {
          const share = (weights?.[at] ?? 1) * shares[i]![k]!;
          for (let d = 0; d < width; d++) z[d]! += share * mapped[i * width + d]!;
        });
        const norm = Math.hypot(...z);
        const factor = (rules.sharpness * norm) / (1 + norm ** 2);
        logits.forEach((logit, i) => {
          let agreement = 0;
          for (let d = 0; d < width; d++) agreement += z[d]! * mapped[i * width + d]!;
          logit[k]! += factor * agreement;
        });
      }
      shares = logits.map(softmax);
    }
    there.forEach((at, i) => coupling.set(shares[i]!, at * capsules));
  }
  return { coupling, active };
}

/** S on each of a row's events, [events, D]. */
function mappedEvents(
  there: readonly number[],
  events: ArrayLike<number>,
  map: ArrayLike<number>,
  own: number,
  width: number,
): Float64Array {
  const mapped = new Float64Array(there.length * width);
  there.forEach((at, i) => {
    for (let w = 0; w < own; w++) {
      const event = events[at * own + w]!;
      for (let d = 0; d < width; d++) mapped[i * width + d]! += event * map[w * width + d]!;
    }
  });
  return mapped;
}

function softmax(logits: readonly number[]): number[] {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
