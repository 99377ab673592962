/**
 * Sums of a row's events by several shares of each, which make one vector of the row for each share; and how far events
 * agree with such vectors.
 */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, mainOver, onGpu, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor3D } from '../../tf';
import { each, innerOf, lanesOf, typeOf } from '../../wgsl';

interface Sizes {
  rows: number;
  events: number;
  count: number;
  width: number;
}

/**
 * [R, K, W] sum_t shares_rtk events_rt, in one dispatch and one for the gradient of each input. An event whose shares
 * are all 0 is none: it is not read, and neither it nor its shares have a gradient.
 * @param shares [R, T, K]; @param events [R, T, W]
 */
export function eventSums(shares: Tensor3D, events: Tensor3D): Tensor3D {
  if (!onGpu()) return tf.matMul(shares, events, true, false);
  const sizes = sizesOf(shares, events);
  const { rows, count, width } = sizes;
  return differentiable<Tensor3D>(
    { shares, events },
    (save) => {
      const out = emptyTensor<Tensor3D>([rows, count, width]);
      runKernel('event sums', sumsSource(sizes), [shares, events, out], gridFor(out.size / lanesOf(width)));
      save(shares, events);
      return out;
    },
    (dy, saved) => {
      const [given, read] = saved as [Tensor3D, Tensor3D];
      return {
        shares: () => {
          const slopes = emptyTensor(given.shape);
          runKernel(
            'event shares gradient',
            slopesSource(sizes),
            [given, read, dy, slopes],
            gridFor(sizes.rows * sizes.events),
          );
          return slopes;
        },
        events: () => {
          const spread = emptyTensor(read.shape);
          runKernel('events gradient', spreadSource(sizes), [given, dy, spread], gridFor(spread.size / lanesOf(width)));
          return spread;
        },
      };
    },
  );
}

const sizesOf = (shares: Tensor3D, events: Tensor3D): Sizes => ({
  rows: shares.shape[0],
  events: shares.shape[1],
  count: shares.shape[2],
  width: events.shape[2],
});

/**
 * WGSL of a function `agreements`: of event `at` = row x T + t with each of the row's K vectors, inner products in an
 * array.
 * @param events, vectors names of the bound arrays [R, T, W] and [R, K, W]
 */
export const agreementsSource = (
  { count, width }: Pick<Sizes, 'count' | 'width'>,
  events: string,
  vectors: string,
): string => {
  const across = width / lanesOf(width);
  return `
fn agreements(row: u32, at: u32) -> array<f32, ${count}> {
${each(count, (k) => `  var sum${k} = 0.0;`)}
  for (var c = 0u; c < ${across}u; c++) {
    let event = ${events}[at * ${across}u + c];
${each(count, (k) => `    sum${k} += ${innerOf(width, 'event', `${vectors}[(row * ${count}u + ${k}u) * ${across}u + c]`)};`)}
  }
  return array<f32, ${count}>(${Array.from({ length: count }, (_, k) => `sum${k}`).join(', ')});
}`;
};

// Below, not "!= 0": that takes a share that is no number for none.

const sumsSource = ({ rows, events, count, width }: Sizes): string => `
@group(0) @binding(0) var<storage, read> shares: array<f32>;
@group(0) @binding(1) var<storage, read> events: array<${typeOf(width)}>;
@group(0) @binding(2) var<storage, read_write> result: array<${typeOf(width)}>;
${mainOver(
  (rows * count * width) / lanesOf(width),
  `
  let across = ${width / lanesOf(width)}u;
  let column = index % across;
  let k = (index / across) % ${count}u;
  let first = index / (across * ${count}u) * ${events}u;
  var sum = ${typeOf(width)}();
  for (var at = first; at < first + ${events}u; at++) {
    let share = shares[at * ${count}u + k];
    if (share == 0.0) { continue; }
    sum += share * events[at * across + column];
  }
  result[index] = sum;`,
)}`;

const isNone = (count: number): string => `
  var isNone = true;
  for (var k = 0u; k < ${count}u; k++) { if (!(shares[at * ${count}u + k] == 0.0)) { isNone = false; } }`;

const slopesSource = (sizes: Sizes): string => `
@group(0) @binding(0) var<storage, read> shares: array<f32>;
@group(0) @binding(1) var<storage, read> events: array<${typeOf(sizes.width)}>;
@group(0) @binding(2) var<storage, read> dy: array<${typeOf(sizes.width)}>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;
${agreementsSource(sizes, 'events', 'dy')}
${mainOver(
  sizes.rows * sizes.events,
  `
  let at = index;${isNone(sizes.count)}
  var slopes = array<f32, ${sizes.count}>();
  if (!isNone) { slopes = agreements(index / ${sizes.events}u, index); }
${each(sizes.count, (k) => `  result[index * ${sizes.count}u + ${k}u] = slopes[${k}];`)}`,
)}`;

const spreadSource = ({ rows, events, count, width }: Sizes): string => `
@group(0) @binding(0) var<storage, read> shares: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<${typeOf(width)}>;
@group(0) @binding(2) var<storage, read_write> result: array<${typeOf(width)}>;
${mainOver(
  (rows * events * width) / lanesOf(width),
  `
  let across = ${width / lanesOf(width)}u;
  let at = index / across;
  let row = at / ${events}u;
  var sum = ${typeOf(width)}();
  for (var k = 0u; k < ${count}u; k++) {
    let share = shares[at * ${count}u + k];
    if (share == 0.0) { continue; }
    sum += share * dy[(row * ${count}u + k) * across + index % across];
  }
  result[index] = sum;`,
)}`;
