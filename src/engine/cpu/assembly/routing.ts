/** Couplings of dynamic routing: see kernels/routing. */
import { exponentials, largest } from './exp';
import { addScaled, dot } from './vector';

/**
 * As on a device: S is applied to the sum of a capsule's events and to what the capsule says to them, never to an
 * event.
 * @param events [rows, length, own]; @param mask, @param weights [rows, length]; @param map S, [own, width]
 * @param counts [rows] capsules of each row
 * @param logits [rows, length, capsules] of the start, written over
 * @param coupling [rows, length, capsules] shares, 0 where no event or capsule is
 * @param room for two events and a capsule
 */
export function routed(
  events: usize,
  mask: usize,
  weights: usize,
  map: usize,
  counts: usize,
  logits: usize,
  coupling: usize,
  rows: i32,
  length: i32,
  own: i32,
  width: i32,
  capsules: i32,
  rounds: i32,
  sharpness: f32,
  room: usize,
): void {
  const sum = room;
  const pull = sum + 4 * own;
  const formed = pull + 4 * own;
  for (let row = 0; row < rows; row++) {
    const count = <i32>load<f32>(counts + 4 * row);
    const there = mask + 4 * row * length;
    const weight = weights + 4 * row * length;
    const event = events + 4 * row * length * own;
    const start = logits + 4 * row * length * capsules;
    const shares = coupling + 4 * row * length * capsules;
    couple(there, start, shares, length, capsules, count);
    for (let round = 1; round < rounds; round++) {
      for (let k = 0; k < count; k++) {
        memory.fill(sum, 0, 4 * own);
        for (let t = 0; t < length; t++) {
          // Padding has none.
          const share = load<f32>(weight + 4 * t) * load<f32>(shares + 4 * (t * capsules + k));
          if (share !== 0) addScaled(sum, event + 4 * t * own, share, own);
        }
        memory.fill(formed, 0, 4 * width);
        for (let w = 0; w < own; w++) addScaled(formed, map + 4 * w * width, load<f32>(sum + 4 * w), width);
        const squared = dot(formed, formed, width);
        const factor: f32 = (sharpness * sqrt(squared)) / (1 + squared);
        for (let w = 0; w < own; w++) store<f32>(pull + 4 * w, factor * dot(map + 4 * w * width, formed, width));
        for (let t = 0; t < length; t++) {
          if (load<f32>(there + 4 * t) === 0) continue;
          const logit = start + 4 * (t * capsules + k);
          store<f32>(logit, load<f32>(logit) + dot(event + 4 * t * own, pull, own));
        }
      }
      couple(there, start, shares, length, capsules, count);
    }
  }
}

/** Shares of each event over the first `count` capsules: the softmax of its logits. */
function couple(there: usize, logits: usize, shares: usize, length: i32, capsules: i32, count: i32): void {
  memory.fill(shares, 0, 4 * length * capsules);
  for (let t = 0; t < length; t++) {
    if (load<f32>(there + 4 * t) === 0) continue;
    const own = shares + 4 * t * capsules;
    memory.copy(own, logits + 4 * t * capsules, 4 * count);
    const total = exponentials(own, count, largest(own, count));
    for (let k = 0; k < 4 * count; k += 4) store<f32>(own + k, load<f32>(own + k) / total);
  }
}
