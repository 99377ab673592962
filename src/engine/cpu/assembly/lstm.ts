/** A layer of long short-term memory, all rows of a step at once: see kernels/lstm. */
import { exp4 } from './exp';
import { product } from './product';
import { addScaled, loaded, stored } from './vector';

const ONE: f32 = 1;

/** 1 / (1 + e^-x), by exp of a number at most 0, which cannot overflow. */
function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(ONE);
  const e = exp4(f32x4.neg(f32x4.abs(x)));
  const small = f32x4.div(e, f32x4.add(one, e));
  return v128.bitselect(small, f32x4.sub(one, small), f32x4.lt(x, f32x4.splat(0)));
}

/** (1 - e^-2|x|) / (1 + e^-2|x|), with the sign of x. */
function tanh4(x: v128): v128 {
  const one = f32x4.splat(ONE);
  const e = exp4(f32x4.mul(f32x4.splat(-2), f32x4.abs(x)));
  const y = f32x4.div(f32x4.sub(one, e), f32x4.add(one, e));
  return v128.or(y, v128.and(x, f32x4.splat(-0.0)));
}

/** Bytes of room: of every row a state and logits. */
export function lstmRoom(rows: i32, units: i32): usize {
  return 4 * <usize>(rows * units * 5);
}

/**
 * Shapes as in kernels/lstm/lstm.ts; `opened` is zero at masked steps.
 * @param room `lstmRoom` bytes
 */
export function lstm(
  rows: i32,
  steps: i32,
  units: i32,
  gates: usize,
  recurrent: usize,
  mask: usize,
  states: usize,
  opened: usize,
  cells: usize,
  room: usize,
  productRoom: usize,
): void {
  const bytes = 4 * units;
  const before = room;
  const logits = room + rows * bytes;
  for (let t = 0; t < steps; t++) {
    let there = 0;
    for (let row = 0; row < rows; row++) {
      const at = row * steps + t;
      const isThere = load<f32>(mask + 4 * at) > 0;
      // Where it is masked the step yields what it found.
      const state = isThere ? before + there * bytes : states + at * bytes;
      if (t > 0) memory.copy(state, states + (at - 1) * bytes, bytes);
      else memory.fill(state, 0, bytes);
      if (isThere) {
        there++;
        continue;
      }
      memory.fill(opened + 4 * at * bytes, 0, 4 * bytes);
      if (t > 0) memory.copy(cells + at * bytes, cells + (at - 1) * bytes, bytes);
      else memory.fill(cells + at * bytes, 0, bytes);
    }
    if (there === 0) continue;
    product(before, units, 1, recurrent, 4 * units, 1, logits, there, 4 * units, units, 0, false, productRoom);
    let from = logits;
    for (let row = 0; row < rows; row++) {
      const at = row * steps + t;
      if (!(load<f32>(mask + 4 * at) > 0)) continue;
      addScaled(from, gates + 4 * at * bytes, 1, 4 * units);
      const cell = cells + at * bytes;
      opens(from, t > 0 ? cell - bytes : 0, units, opened + 4 * at * bytes, cell, states + at * bytes);
      from += 4 * bytes;
    }
  }
}

/** One step of one row. @param found the cell before; 0 = it is zero */
function opens(logits: usize, found: usize, units: i32, opened: usize, cell: usize, state: usize): void {
  const bytes = 4 * units;
  for (let j = 0; j < units; j += 4) {
    const at = 4 * j;
    const count = units - j;
    const i = sigmoid4(loaded(logits + at, count));
    const f = sigmoid4(loaded(logits + bytes + at, count));
    const g = tanh4(loaded(logits + 2 * bytes + at, count));
    const o = sigmoid4(loaded(logits + 3 * bytes + at, count));
    stored(opened + at, i, count);
    stored(opened + bytes + at, f, count);
    stored(opened + 2 * bytes + at, g, count);
    stored(opened + 3 * bytes + at, o, count);
    let c = f32x4.mul(i, g);
    if (found) c = f32x4.add(f32x4.mul(f, loaded(found + at, count)), c);
    stored(cell + at, c, count);
    stored(state + at, f32x4.mul(o, tanh4(c)), count);
  }
}

/** Bytes of room: of every row the slopes of state and cell, those of its logits, and of the state before. */
export function lstmSlopesRoom(rows: i32, units: i32): usize {
  return 4 * <usize>(rows * units * 7);
}

/**
 * @param dGates [rows x steps, 4 units], zero at masked steps
 * @param room `lstmSlopesRoom` bytes
 */
export function lstmSlopes(
  rows: i32,
  steps: i32,
  units: i32,
  opened: usize,
  cells: usize,
  recurrent: usize,
  mask: usize,
  dy: usize,
  dGates: usize,
  room: usize,
  productRoom: usize,
): void {
  const bytes = 4 * units;
  const dStates = room;
  const dCells = dStates + rows * bytes;
  const slopes = dCells + rows * bytes;
  const back = slopes + 4 * rows * bytes;
  memory.fill(dStates, 0, 2 * rows * bytes);
  for (let t = steps - 1; t >= 0; t--) {
    let there = 0;
    for (let row = 0; row < rows; row++) {
      const at = row * steps + t;
      const dState = dStates + row * bytes;
      const dGate = dGates + 4 * at * bytes;
      addScaled(dState, dy + at * bytes, 1, units);
      if (load<f32>(mask + 4 * at) === 0) {
        memory.fill(dGate, 0, 4 * bytes);
        continue;
      }
      const cell = cells + at * bytes;
      closes(opened + 4 * at * bytes, cell, t > 0 ? cell - bytes : 0, units, dState, dCells + row * bytes, dGate);
      memory.copy(slopes + 4 * there * bytes, dGate, 4 * bytes);
      there++;
    }
    if (there === 0) continue;
    product(slopes, 4 * units, 1, recurrent, 1, 4 * units, back, there, units, 4 * units, 0, false, productRoom);
    let from = back;
    for (let row = 0; row < rows; row++) {
      if (load<f32>(mask + 4 * (row * steps + t)) === 0) continue;
      memory.copy(dStates + row * bytes, from, bytes);
      from += bytes;
    }
  }
}

/** The gradients of one step of one row; those of the cell become those of the cell before. */
function closes(opened: usize, cell: usize, found: usize, units: i32, dState: usize, dCell: usize, dGate: usize): void {
  const bytes = 4 * units;
  const one = f32x4.splat(ONE);
  for (let j = 0; j < units; j += 4) {
    const at = 4 * j;
    const count = units - j;
    const i = loaded(opened + at, count);
    const f = loaded(opened + bytes + at, count);
    const g = loaded(opened + 2 * bytes + at, count);
    const o = loaded(opened + 3 * bytes + at, count);
    const y = tanh4(loaded(cell + at, count));
    const dh = loaded(dState + at, count);
    const rise = f32x4.mul(f32x4.mul(dh, o), f32x4.sub(one, f32x4.mul(y, y)));
    const slope = f32x4.add(loaded(dCell + at, count), rise);
    const before = found ? loaded(found + at, count) : f32x4.splat(0);
    stored(dGate + at, f32x4.mul(f32x4.mul(slope, g), sloping(i)), count);
    stored(dGate + bytes + at, f32x4.mul(f32x4.mul(slope, before), sloping(f)), count);
    stored(dGate + 2 * bytes + at, f32x4.mul(f32x4.mul(slope, i), f32x4.sub(one, f32x4.mul(g, g))), count);
    stored(dGate + 3 * bytes + at, f32x4.mul(f32x4.mul(dh, y), sloping(o)), count);
    stored(dCell + at, f32x4.mul(slope, f), count);
  }
}

/** Of a sigmoid that is y. */
function sloping(y: v128): v128 {
  return f32x4.mul(y, f32x4.sub(f32x4.splat(ONE), y));
}
