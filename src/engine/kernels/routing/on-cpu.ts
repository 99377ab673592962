/** Routing on the CPU path. */
import { byRows } from '../../cpu/by-rows';
import { wasm } from '../../cpu/module';
import { startLogit, type Routed, type RoutingArrays, type RoutingRules, type RoutingSizes } from './reference';

/** @see routingReference */
export function routingOnCpu(
  { events, mask, hash, map, weights }: RoutingArrays<Float32Array>,
  { rows, events: length, own, width, capsules }: RoutingSizes,
  { rounds, sharpness, adaptive }: RoutingRules,
): Routed {
  const [counts, active] = [new Float32Array(rows), new Float32Array(rows * capsules)];
  const logits = new Float32Array(rows * length * capsules);
  for (let row = 0; row < rows; row++) {
    let there = 0;
    for (let at = row * length; at < (row + 1) * length; at++) {
      if (mask[at] === 0) continue;
      there += 1;
      for (let k = 0; k < capsules; k++)
        logits[at * capsules + k] = startLogit(hash[row]! >>> 0, length - 1 - (at % length), k);
    }
    counts[row] = adaptive ? Math.max(1, Math.min(capsules, 31 - Math.clz32(there))) : capsules;
    active.fill(1, row * capsules, row * capsules + counts[row]!);
  }
  const given = [events, mask, weights ?? new Float32Array(rows * length).fill(1), counts, logits];
  const [coupling] = byRows(rows, given, [length * capsules], ([x, is, weight, count, start], [to], part, frame) => {
    const [s, room] = [frame.put(map), frame.numbers(2 * own + width)];
    wasm().routed(
      x!,
      is!,
      weight!,
      s,
      count!,
      start!,
      to!,
      part,
      length,
      own,
      width,
      capsules,
      rounds,
      sharpness,
      room,
    );
  });
  return { coupling, active };
}
