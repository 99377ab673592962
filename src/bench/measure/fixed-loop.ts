/**
 * A loop of JavaScript that always does the same work, of the kind that a step does: timed beside a step, it tells how
 * quick the machine was at that moment, so that runs can be compared.
 */

const NUMBERS = 2 ** 15;
const ROWS = 2 ** 11;
const numbers = new Uint32Array(NUMBERS);
const counts = new Uint32Array(ROWS);
const places = new Uint32Array(NUMBERS);

/** Groups 32,768 pseudo-random numbers by 2,048 rows: two passes with a load and a store at a random place each. */
export function runFixedLoop(): void {
  counts.fill(0);
  let state = 1;
  for (let k = 0; k < NUMBERS; k++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const row = state >>> 21;
    numbers[k] = row;
    counts[row] = counts[row]! + 1;
  }
  let total = 0;
  for (let row = 0; row < ROWS; row++) {
    const count = counts[row]!;
    counts[row] = total;
    total += count;
  }
  for (let k = 0; k < NUMBERS; k++) {
    const row = numbers[k]!;
    const at = counts[row]!;
    counts[row] = at + 1;
    places[at] = k;
  }
}
