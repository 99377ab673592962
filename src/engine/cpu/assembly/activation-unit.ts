/** The activation unit of DIN: see kernels/activation-unit. Of each row the events that are there, some at a time. */
import { activated, RELU } from './activation';
import { product } from './product';
import { dot } from './vector';

/** Pairs of an event and a candidate whose products lie in the cache at once. */
const PAIRS: i32 = 512;

/** Events of a row that are taken at a time. */
function atATime(each: i32, length: i32): i32 {
  return max(1, min(length, PAIRS / each));
}

function addressAt(list: usize, at: i32): usize {
  return load<usize>(list + 4 * at);
}

/** Bytes of room, and for slopes as much again. */
export function unitRoom(each: i32, length: i32, width: i32, hidden: i32): usize {
  return 4 * <usize>(atATime(each, length) * (each * (width + hidden) + 1));
}

/**
 * @param given where they lie: mask [rows, length], events [rows, length, width], items [rows, each, width], ofEvents
 * [rows, length, hidden], ofItems [rows, each, hidden], kernel [width, hidden], output [hidden]
 * @param logits [rows, each, length], zeros
 */
export function unitLogits(
  given: usize,
  rows: i32,
  each: i32,
  length: i32,
  width: i32,
  hidden: i32,
  logits: usize,
  room: usize,
  productRoom: usize,
): void {
  const mask = addressAt(given, 0);
  const events = addressAt(given, 1);
  const items = addressAt(given, 2);
  const ofEvents = addressAt(given, 3);
  const ofItems = addressAt(given, 4);
  const kernel = addressAt(given, 5);
  const output = addressAt(given, 6);
  const most = atATime(each, length);
  const places = room;
  const products = places + 4 * most;
  const units = products + 4 * most * each * width;
  for (let row = 0; row < rows; row++) {
    const own = items + 4 * row * each * width;
    for (let t = 0; t < length;) {
      let count = 0;
      for (; t < length && count < most; t++) {
        if (load<f32>(mask + 4 * (row * length + t)) === 0) continue;
        store<i32>(places + 4 * count, row * length + t);
        count++;
      }
      met(events, own, places, count, each, width, products);
      opened(ofEvents, ofItems + 4 * row * each * hidden, places, count, each, hidden, units);
      product(products, width, 1, kernel, hidden, 1, units, count * each, hidden, width, 0, true, productRoom);
      for (let n = 0; n < count; n++) {
        const place = load<i32>(places + 4 * n) - row * length;
        for (let c = 0; c < each; c++) {
          const unit = units + 4 * (n * each + c) * hidden;
          activated(unit, unit, hidden, RELU);
          store<f32>(logits + 4 * ((row * each + c) * length + place), dot(unit, output, hidden));
        }
      }
    }
  }
}

/**
 * @param dy [rows, each, length]
 * @param slopes where those of all but the mask go, zeros before: that of the events is of the products alone
 */
export function unitSlopes(
  given: usize,
  dy: usize,
  rows: i32,
  each: i32,
  length: i32,
  width: i32,
  hidden: i32,
  slopes: usize,
  room: usize,
  productRoom: usize,
): void {
  const dEvents = addressAt(slopes, 0);
  const dItems = addressAt(slopes, 1);
  const dOfEvents = addressAt(slopes, 2);
  const dOfItems = addressAt(slopes, 3);
  const dKernel = addressAt(slopes, 4);
  const dOutput = addressAt(slopes, 5);
  const mask = addressAt(given, 0);
  const events = addressAt(given, 1);
  const items = addressAt(given, 2);
  const ofEvents = addressAt(given, 3);
  const ofItems = addressAt(given, 4);
  const kernel = addressAt(given, 5);
  const output = addressAt(given, 6);
  const most = atATime(each, length);
  const places = room;
  const products = places + 4 * most;
  const units = products + 4 * most * each * width;
  const dProducts = units + 4 * most * each * hidden;
  for (let row = 0; row < rows; row++) {
    const own = items + 4 * row * each * width;
    for (let t = 0; t < length;) {
      let count = 0;
      for (; t < length && count < most; t++) {
        if (load<f32>(mask + 4 * (row * length + t)) === 0) continue;
        store<i32>(places + 4 * count, row * length + t);
        count++;
      }
      const all = count * each;
      met(events, own, places, count, each, width, products);
      opened(ofEvents, ofItems + 4 * row * each * hidden, places, count, each, hidden, units);
      product(products, width, 1, kernel, hidden, 1, units, all, hidden, width, 0, true, productRoom);
      for (let n = 0; n < count; n++) {
        const place = load<i32>(places + 4 * n);
        for (let c = 0; c < each; c++) {
          const slope = load<f32>(dy + 4 * ((row * each + c) * length + place - row * length));
          const unit = units + 4 * (n * each + c) * hidden;
          const toItem = dOfItems + 4 * (row * each + c) * hidden;
          sloped(unit, slope, output, hidden, dOutput, dOfEvents + 4 * place * hidden, toItem);
        }
      }
      product(products, 1, width, units, hidden, 1, dKernel, width, hidden, all, 0, true, productRoom);
      product(units, hidden, 1, kernel, 1, hidden, dProducts, all, width, hidden, 0, false, productRoom);
      for (let n = 0; n < count; n++) {
        const event = 4 * load<i32>(places + 4 * n) * width;
        for (let c = 0; c < each; c++) {
          const item = 4 * (row * each + c) * width;
          const slope = dProducts + 4 * (n * each + c) * width;
          addProducts(dEvents + event, slope, items + item, width);
          addProducts(dItems + item, slope, events + event, width);
        }
      }
    }
  }
}

/** Products of the events at `places` with all candidates of their row, [count, each, width]. */
function met(events: usize, items: usize, places: usize, count: i32, each: i32, width: i32, to: usize): void {
  for (let n = 0; n < count; n++) {
    const event = events + 4 * load<i32>(places + 4 * n) * width;
    for (let c = 0; c < each; c++, to += 4 * width) {
      const item = items + 4 * c * width;
      let d = 0;
      for (; d + 4 <= width; d += 4)
        v128.store(to + 4 * d, f32x4.mul(v128.load(event + 4 * d), v128.load(item + 4 * d)));
      for (; d < width; d++) store<f32>(to + 4 * d, load<f32>(event + 4 * d) * load<f32>(item + 4 * d));
    }
  }
}

/** What units have of event and candidate alone, [count, each, hidden]. */
function opened(ofEvents: usize, ofItems: usize, places: usize, count: i32, each: i32, hidden: i32, to: usize): void {
  for (let n = 0; n < count; n++) {
    const event = ofEvents + 4 * load<i32>(places + 4 * n) * hidden;
    for (let c = 0; c < each; c++, to += 4 * hidden) {
      const item = ofItems + 4 * c * hidden;
      let j = 0;
      for (; j + 4 <= hidden; j += 4)
        v128.store(to + 4 * j, f32x4.add(v128.load(event + 4 * j), v128.load(item + 4 * j)));
      for (; j < hidden; j++) store<f32>(to + 4 * j, load<f32>(event + 4 * j) + load<f32>(item + 4 * j));
    }
  }
}

/** The units of one pair become their slopes, which are added to what they come from. */
function sloped(
  unit: usize,
  slope: f32,
  output: usize,
  hidden: i32,
  dOutput: usize,
  dOfEvent: usize,
  dOfItem: usize,
): void {
  for (let j = 0; j < 4 * hidden; j += 4) {
    const value = load<f32>(unit + j);
    const own: f32 = value > 0 ? slope * load<f32>(output + j) : 0;
    if (value > 0) store<f32>(dOutput + j, load<f32>(dOutput + j) + slope * value);
    store<f32>(unit + j, own);
    store<f32>(dOfEvent + j, load<f32>(dOfEvent + j) + own);
    store<f32>(dOfItem + j, load<f32>(dOfItem + j) + own);
  }
}

/** y = y + a b, number by number. */
function addProducts(y: usize, a: usize, b: usize, count: i32): void {
  let d = 0;
  for (; d + 4 <= count; d += 4)
    v128.store(y + 4 * d, f32x4.add(v128.load(y + 4 * d), f32x4.mul(v128.load(a + 4 * d), v128.load(b + 4 * d))));
  for (; d < count; d++) store<f32>(y + 4 * d, load<f32>(y + 4 * d) + load<f32>(a + 4 * d) * load<f32>(b + 4 * d));
}
