/** The layer by plain loops, one row and one step after the other: rows know nothing of each other. */
import type { LstmSizes } from './lstm';

type Numbers = Float32Array;
/** What the way back reads of the way there, and the gradient of the states. */
export type LstmTape = Record<'opened' | 'cells' | 'recurrent' | 'mask' | 'dy' | 'states', Numbers>;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Shapes as in lstm.ts, all flat. @param result `opened` and `cells` are left as they are at masked steps */
export function lstmReference(
  { rows, steps, units }: LstmSizes,
  { gates, recurrent, mask }: Record<'gates' | 'recurrent' | 'mask', Numbers>,
  { states, opened, cells }: Record<'states' | 'opened' | 'cells', Numbers>,
): void {
  for (let row = 0; row < rows; row++) {
    let h = new Float32Array(units);
    const c = new Float32Array(units);
    for (let t = 0; t < steps; t++) {
      const at = row * steps + t;
      if (mask[at]! > 0) {
        const logits = gates.slice(at * 4 * units, (at + 1) * 4 * units);
        for (let k = 0; k < units; k++)
          for (let j = 0; j < 4 * units; j++) logits[j]! += h[k]! * recurrent[k * 4 * units + j]!;
        h = new Float32Array(units);
        for (let j = 0; j < units; j++) {
          const [i, f, g, o] = [
            sigmoid(logits[j]!),
            sigmoid(logits[units + j]!),
            Math.tanh(logits[2 * units + j]!),
            sigmoid(logits[3 * units + j]!),
          ];
          [i, f, g, o].forEach((value, gate) => {
            opened[at * 4 * units + gate * units + j] = value;
          });
          c[j] = f * c[j]! + i * g;
          h[j] = o * Math.tanh(c[j]!);
        }
      }
      states.set(h, at * units);
      cells.set(c, at * units);
    }
  }
}

/** @param result `dGates` [R x T, 4 H], zero at masked steps, and `before` [R x T, H], the state each step found */
export function lstmGradientReference(
  { rows, steps, units }: LstmSizes,
  { opened, cells, recurrent, mask, dy, states }: LstmTape,
  { dGates, before }: Record<'dGates' | 'before', Numbers>,
): void {
  for (let row = 0; row < rows; row++) {
    const dh = new Float32Array(units);
    const dc = new Float32Array(units);
    for (let t = steps - 1; t >= 0; t--) {
      const at = row * steps + t;
      if (t > 0) before.set(states.subarray((at - 1) * units, at * units), at * units);
      for (let j = 0; j < units; j++) dh[j]! += dy[at * units + j]!;
      if (mask[at] === 0) continue;
      for (let j = 0; j < units; j++) {
        const [i, f, g, o] = [0, 1, 2, 3].map((gate) => opened[at * 4 * units + gate * units + j]!) as [
          number,
          number,
          number,
          number,
        ];
        const cell = Math.tanh(cells[at * units + j]!);
        const found = t > 0 ? cells[(at - 1) * units + j]! : 0;
        const slope = dc[j]! + dh[j]! * o * (1 - cell * cell);
        const slopes = [
          slope * g * i * (1 - i),
          slope * found * f * (1 - f),
          slope * i * (1 - g * g),
          dh[j]! * cell * o * (1 - o),
        ];
        slopes.forEach((value, gate) => {
          dGates[at * 4 * units + gate * units + j] = value;
        });
        dc[j] = slope * f;
      }
      for (let k = 0; k < units; k++) {
        dh[k] = 0;
        for (let j = 0; j < 4 * units; j++) dh[k]! += dGates[at * 4 * units + j]! * recurrent[k * 4 * units + j]!;
      }
    }
  }
}
