/** What the events of histories read of their owners' values, and the gradients: see embedding/on-cpu.ts. */
import { addScaled, dot } from './vector';

/**
 * Sums of the values of each row's events by their shares; a share of 0 is none.
 * @param values [entries, across]; @param entryOf, @param shares [rows, length]
 * @param counts [rows] events of each, the last of its `length`; @param out [rows, across]
 */
export function pooled(
  values: usize,
  entryOf: usize,
  shares: usize,
  counts: usize,
  rows: i32,
  length: i32,
  across: i32,
  out: usize,
): void {
  memory.fill(out, 0, 4 * rows * across);
  for (let row = 0; row < rows; row++) {
    const end = (row + 1) * length;
    for (let event = end - load<i32>(counts + 4 * row); event < end; event++) {
      const share = load<f32>(shares + 4 * event);
      if (share === 0) continue;
      addScaled(out + 4 * row * across, values + 4 * across * load<i32>(entryOf + 4 * event), share, across);
    }
  }
}

/** Gradient of the shares, [rows, length]. @param dy [rows, across] */
export function shareSlopes(
  values: usize,
  entryOf: usize,
  dy: usize,
  counts: usize,
  rows: i32,
  length: i32,
  across: i32,
  out: usize,
): void {
  memory.fill(out, 0, 4 * rows * length);
  for (let row = 0; row < rows; row++) {
    const end = (row + 1) * length;
    for (let event = end - load<i32>(counts + 4 * row); event < end; event++) {
      const value = values + 4 * across * load<i32>(entryOf + 4 * event);
      store<f32>(out + 4 * event, dot(value, dy + 4 * row * across, across));
    }
  }
}

/** The values of each event, [rows, length, across]; 0 where there is none. */
export function spread(
  values: usize,
  entryOf: usize,
  counts: usize,
  rows: i32,
  length: i32,
  across: i32,
  out: usize,
): void {
  for (let row = 0; row < rows; row++) {
    const end = (row + 1) * length;
    const first = end - load<i32>(counts + 4 * row);
    memory.fill(out + 4 * row * length * across, 0, 4 * (first - row * length) * across);
    for (let event = first; event < end; event++) {
      const value = values + 4 * across * load<i32>(entryOf + 4 * event);
      memory.copy(out + 4 * event * across, value, 4 * across);
    }
  }
}

/** y = y + weight x of each field. @param weights [rows, fields], 0 = all 1; @param x, y [rows, fields, width] */
export function addWeighted(y: usize, x: usize, weights: usize, rows: i32, fields: i32, width: i32): void {
  if (!weights) {
    addScaled(y, x, 1, rows * fields * width);
    return;
  }
  for (let part = 0; part < rows * fields; part++)
    addScaled(y + 4 * part * width, x + 4 * part * width, load<f32>(weights + 4 * part), width);
}

/**
 * Sums of the gradients of each entry's events, [entries, across].
 * @param start [entries + 1] where the events of each begin among `events`
 * @param shares [rows, length], where the gradient is [rows, across] of what they sum; 0 = it is of the events
 */
export function ownerSums(
  gradient: usize,
  start: usize,
  events: usize,
  shares: usize,
  entries: i32,
  length: i32,
  across: i32,
  out: usize,
): void {
  memory.fill(out, 0, 4 * entries * across);
  for (let entry = 0; entry < entries; entry++) {
    const to = out + 4 * entry * across;
    const end = load<i32>(start + 4 * (entry + 1));
    for (let k = load<i32>(start + 4 * entry); k < end; k++) {
      const event = load<i32>(events + 4 * k);
      if (shares) addScaled(to, gradient + 4 * across * (event / length), load<f32>(shares + 4 * event), across);
      else addScaled(to, gradient + 4 * across * event, 1, across);
    }
  }
}

/** Sums of rows of `width` numbers: the u-th of those that `source` lists from `start[u]` to before `start[u + 1]`. */
export function rowSums(x: usize, start: usize, source: usize, count: i32, width: i32, out: usize): void {
  memory.fill(out, 0, 4 * count * width);
  for (let u = 0; u < count; u++) {
    const end = load<i32>(start + 4 * (u + 1));
    for (let k = load<i32>(start + 4 * u); k < end; k++)
      addScaled(out + 4 * u * width, x + 4 * width * load<i32>(source + 4 * k), 1, width);
  }
}
