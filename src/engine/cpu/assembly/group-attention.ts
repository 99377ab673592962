/** Attention to groups of numbers side by side: see kernels/group-attention. */
import { addScaled, dot, scaledTo } from './vector';

/**
 * @param query [rows, groups, width]; @param events [rows, length, groups, width]
 * @param there [rows, length], or [rows, groups, length] where it is `byGroup`: where it is 0 the score is, too
 * @param out [rows, groups, length]
 */
export function groupScores(
  query: usize,
  events: usize,
  there: usize,
  byGroup: bool,
  rows: i32,
  length: i32,
  groups: i32,
  width: i32,
  out: usize,
): void {
  let event = events;
  for (let row = 0; row < rows; row++) {
    for (let t = 0; t < length; t++) {
      for (let g = 0; g < groups; g++, event += 4 * width) {
        const at = 4 * ((row * groups + g) * length + t);
        const is = load<f32>(there + (byGroup ? at : 4 * (row * length + t))) !== 0;
        store<f32>(out + at, is ? dot(query + 4 * (row * groups + g) * width, event, width) : 0);
      }
    }
  }
}

/** @param shares [rows, groups, length], of which those of 0 are none; @param out [rows, groups, width] */
export function groupSums(
  shares: usize,
  events: usize,
  rows: i32,
  length: i32,
  groups: i32,
  width: i32,
  out: usize,
): void {
  memory.fill(out, 0, 4 * rows * groups * width);
  let event = events;
  for (let row = 0; row < rows; row++) {
    for (let t = 0; t < length; t++) {
      for (let g = 0; g < groups; g++, event += 4 * width) {
        const part = row * groups + g;
        const share = load<f32>(shares + 4 * (part * length + t));
        if (share !== 0) addScaled(out + 4 * part * width, event, share, width);
      }
    }
  }
}

/** @param vectors [rows, groups, width]; @param out [rows, length, groups, width]: factors x vectors */
export function groupSpread(
  factors: usize,
  vectors: usize,
  rows: i32,
  length: i32,
  groups: i32,
  width: i32,
  out: usize,
): void {
  let event = out;
  for (let row = 0; row < rows; row++) {
    for (let t = 0; t < length; t++) {
      for (let g = 0; g < groups; g++, event += 4 * width) {
        const part = row * groups + g;
        const factor = load<f32>(factors + 4 * (part * length + t));
        if (factor !== 0) scaledTo(event, vectors + 4 * part * width, factor, width);
        else memory.fill(event, 0, 4 * width);
      }
    }
  }
}
