/** The softmax over sampled items, with all its gradients in one pass over blocks of rows: see sampled-softmax.ts. */
import { exponentials, lanesSum, largest } from './exp';
import { inner, product } from './product';

/** Numbers of a block of logits. */
const BLOCK: i32 = 262_144;
const LEAST_LOG_Q: f32 = -27.631021;

/** Rows of a block. */
export function softmaxRows(rows: i32, columns: i32): i32 {
  return min(rows, max(16, min(256, BLOCK / max(1, columns))));
}

/** Bytes of room beside that of products: logits, probabilities, corrections. */
export function softmaxRoom(rows: i32, columns: i32): usize {
  return 4 * (2 * <usize>softmaxRows(rows, columns) * columns + columns + rows);
}

/**
 * @param first column of those that are negatives: 0, or `rows` where the other rows' items are none
 * @param logQ 0 = none
 * @param hitStart [rows + 1], @param hits columns that are no negatives of a row
 * @param result [2]: loss and the gradient of the scale
 */
export function sampledSoftmax(
  user: usize,
  item: usize,
  rows: i32,
  columns: i32,
  width: i32,
  first: i32,
  scale: f32,
  logQ: usize,
  hitStart: usize,
  hits: usize,
  realColumn: usize,
  weight: usize,
  result: usize,
  dUser: usize,
  dItem: usize,
  room: usize,
  productRoom: usize,
): void {
  const each = softmaxRows(rows, columns);
  const across = columns - first;
  const correction = room;
  const dots = correction + 4 * columns;
  const shares = dots + 4 * each * columns;
  const ownSlope = shares + 4 * each * columns;
  for (let j = 0; j < columns; j++)
    store<f32>(correction + 4 * j, logQ ? max(load<f32>(logQ + 4 * j), LEAST_LOG_Q) : 0);
  memory.fill(dItem, 0, 4 * columns * width);
  let total: f64 = 0;
  for (let i = 0; i < rows; i++) total += load<f32>(weight + 4 * i);
  // Where no row has weight the loss and its gradients are 0.
  total = max(total, 1e-30);
  let loss: f64 = 0;
  let dScale: f64 = 0;
  for (let row = 0; row < rows; row += each) {
    const down = min(each, rows - row);
    const users = user + 4 * row * width;
    product(users, width, 1, item + 4 * first * width, 1, width, dots, down, across, width, 0, false, productRoom);
    for (let i = row; i < row + down; i++) {
      const dot = dots + 4 * (i - row) * across;
      const share = shares + 4 * (i - row) * across;
      const weighed = <f32>(load<f32>(weight + 4 * i) / total);
      if (weighed === 0) {
        memory.fill(share, 0, 4 * across);
        store<f32>(ownSlope + 4 * i, 0);
        continue;
      }
      // The row's own item counts whatever else is said of its column.
      const ownDot =
        first === 0 ? load<f32>(dot + 4 * i) : inner(users + 4 * (i - row) * width, item + 4 * i * width, width);
      const ownLogit = scale * ownDot - load<f32>(correction + 4 * i);
      logits(dot, share, across, scale, correction + 4 * first, realColumn + 4 * first);
      const end = load<i32>(hitStart + 4 * (i + 1));
      for (let k = load<i32>(hitStart + 4 * i); k < end; k++) {
        const j = load<i32>(hits + 4 * k) - first;
        if (j >= 0) store<f32>(share + 4 * j, -Infinity);
      }
      if (first === 0) store<f32>(share + 4 * i, ownLogit);
      const most = max(ownLogit, largest(share, across));
      const ownExp = Mathf.exp(ownLogit - most);
      const sum = exponentials(share, across, most) + (first === 0 ? 0 : ownExp);
      loss += weighed * (Mathf.log(sum) + most - ownLogit);
      const along = sharesOf(share, dot, across, weighed / sum);
      // Of the own item the slope is that of its share less one.
      if (first === 0) {
        store<f32>(share + 4 * i, load<f32>(share + 4 * i) - weighed);
        dScale += along - weighed * ownDot;
      } else {
        const slope = weighed * (ownExp / sum - 1);
        store<f32>(ownSlope + 4 * i, slope);
        dScale += along + slope * ownDot;
      }
    }
    const items = item + 4 * first * width;
    product(shares, across, 1, items, width, 1, dUser + 4 * row * width, down, width, across, 0, false, productRoom);
    product(shares, 1, across, users, width, 1, dItem + 4 * first * width, across, width, down, 0, true, productRoom);
  }
  if (first !== 0) {
    for (let i = 0; i < rows; i++) {
      const slope = load<f32>(ownSlope + 4 * i);
      for (let d = 4 * i * width; d < 4 * (i + 1) * width; d += 4) {
        store<f32>(dUser + d, load<f32>(dUser + d) + slope * load<f32>(item + d));
        store<f32>(dItem + d, slope * load<f32>(user + d));
      }
    }
  }
  scaled(dUser, rows * width, scale);
  scaled(dItem, columns * width, scale);
  store<f32>(result, <f32>loss);
  store<f32>(result, <f32>dScale, 4);
}

/** scale x dot - correction; -Infinity where the column is padding. */
function logits(dot: usize, to: usize, count: i32, scale: f32, correction: usize, real: usize): void {
  const factor = f32x4.splat(scale);
  const none = f32x4.splat(-Infinity);
  const zero = f32x4.splat(0);
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    const logit = f32x4.sub(f32x4.mul(factor, v128.load(dot + 4 * j)), v128.load(correction + 4 * j));
    v128.store(to + 4 * j, v128.bitselect(none, logit, f32x4.eq(v128.load(real + 4 * j), zero)));
  }
  for (; j < count; j++) {
    const logit: f32 = scale * load<f32>(dot + 4 * j) - load<f32>(correction + 4 * j);
    store<f32>(to + 4 * j, load<f32>(real + 4 * j) === 0 ? -Infinity : logit);
  }
}

/** x = factor x; returns the sum of x dot. */
function sharesOf(x: usize, dot: usize, count: i32, factor: f32): f32 {
  const factors = f32x4.splat(factor);
  let sums = f32x4.splat(0);
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    const value = f32x4.mul(factors, v128.load(x + 4 * j));
    v128.store(x + 4 * j, value);
    sums = f32x4.add(sums, f32x4.mul(value, v128.load(dot + 4 * j)));
  }
  let sum = lanesSum(sums);
  for (; j < count; j++) {
    const value = factor * load<f32>(x + 4 * j);
    store<f32>(x + 4 * j, value);
    sum += value * load<f32>(dot + 4 * j);
  }
  return sum;
}

function scaled(x: usize, count: i32, factor: f32): void {
  for (let i = 0; i < 4 * count; i += 4) store<f32>(x + i, factor * load<f32>(x + i));
}
