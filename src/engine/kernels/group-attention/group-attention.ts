/**
 * The two products of an attention whose events hold several groups of numbers side by side, each group attended to by
 * itself: scores of a query, and sums by shares. They read the events as they lie, [R, T, G x D]: matMul would want
 * every group's events together, and so all of them stored once more.
 */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, mainSource, onGpu, onPlainTfjs, runKernel } from '../../run-kernel';
import { sizeBuffer } from '../../size-buffer';
import * as tf from '../../tf';
import type { Tensor, Tensor2D, Tensor3D } from '../../tf';
import { innerOf, lanesOf, typeOf } from '../../wgsl';
import { scoresOnCpu, spreadOnCpu, sumsOnCpu } from './on-cpu';

export interface Sizes {
  rows: number;
  events: number;
  groups: number;
  width: number;
}

/**
 * [R, G, T] <query_rg, events_rtg>, 0 where the mask is, in one dispatch and one for the gradient of each input.
 * @param query [R, G x D]; @param events [R, T, G x D]; @param mask [R, T] 1 = an event; what else stands among them is
 * not read, and should have no gradient
 */
export function groupScores(query: Tensor2D, events: Tensor3D, groups: number, mask: Tensor2D): Tensor3D {
  const sizes = sizesOf(events, groups);
  if (onPlainTfjs())
    return tf.mul(
      tf.squeeze<Tensor3D>(
        tf.matMul(apart(events, sizes), tf.reshape(query, [sizes.rows, groups, sizes.width, 1])),
        [3],
      ),
      tf.expandDims(mask, 1),
    );
  return differentiable<Tensor3D>(
    { query, events },
    (save) => {
      save(query, events);
      return scores(query, events, mask, sizes);
    },
    (dy, saved) => {
      const [q, x] = saved as [Tensor, Tensor];
      return { query: () => sums(dy, x, sizes), events: () => spread(dy, q, sizes) };
    },
  );
}

/**
 * [R, G x D] sum_t shares_rgt events_rtg, in one dispatch and one for the gradient of each input; a share of 0 is none:
 * it has no gradient.
 * @param shares [R, G, T];
 * @param events [R, T, G x D]
 */
export function groupSums(shares: Tensor3D, events: Tensor3D): Tensor2D {
  const sizes = sizesOf(events, shares.shape[1]);
  const { rows, groups, width } = sizes;
  if (onPlainTfjs())
    return tf.reshape(tf.matMul(tf.expandDims(shares, 2), apart(events, sizes)), [rows, groups * width]);
  return differentiable<Tensor2D>(
    { shares, events },
    (save) => {
      save(shares, events);
      return sums(shares, events, sizes);
    },
    (dy, saved) => {
      const [a, x] = saved as [Tensor, Tensor];
      return { shares: () => scores(dy, x, a, sizes), events: () => spread(a, dy, sizes) };
    },
  );
}

const sizesOf = ({ shape: [rows, events, across] }: Tensor3D, groups: number): Sizes => ({
  rows,
  events,
  groups,
  width: across / groups,
});

/** [R, G, T, D] */
const apart = (events: Tensor3D, { rows, events: length, groups, width }: Sizes): Tensor =>
  tf.transpose(tf.reshape(events, [rows, length, groups, width]), [0, 2, 1, 3]);

/** @param there [R, T] or [R, G, T]: where it is 0 the score is, too */
function scores(query: Tensor, events: Tensor, there: Tensor, sizes: Sizes): Tensor3D {
  if (!onGpu()) return scoresOnCpu(query, events, there, sizes);
  const { rows, events: length, groups, width } = sizes;
  const out = emptyTensor<Tensor3D>([rows, groups, length]);
  run('group scores', scoresSource(width, there.rank === 3), [query, events, out], out.size, sizes, there);
  return out;
}

function sums(shares: Tensor, events: Tensor, sizes: Sizes): Tensor2D {
  if (!onGpu()) return sumsOnCpu(shares, events, sizes);
  const { rows, groups, width } = sizes;
  const out = emptyTensor<Tensor2D>([rows, groups * width]);
  run('group sums', sumsSource(width), [shares, events, out], out.size / lanesOf(width), sizes);
  return out;
}

/** [R, T, G x D] factors_rgt x vectors_rg: the gradient of the events in both products. */
function spread(factors: Tensor, vectors: Tensor, sizes: Sizes): Tensor3D {
  if (!onGpu()) return spreadOnCpu(factors, vectors, sizes);
  const { rows, events, groups, width } = sizes;
  const out = emptyTensor<Tensor3D>([rows, events, groups * width]);
  run('group spread', spreadSource(width), [factors, vectors, out], out.size / lanesOf(width), sizes);
  return out;
}

/** The number of vectors of lanes a group holds stands among the sizes. */
const run = (
  name: string,
  source: string,
  tensors: readonly Tensor[],
  threads: number,
  { rows, events, groups, width }: Sizes,
  there?: Tensor,
): void =>
  runKernel(
    name,
    source,
    [...tensors, sizeBuffer([rows, events, groups, width / lanesOf(width)], 'uniform'), ...(there ? [there] : [])],
    gridFor(threads),
  );

/**
 * Binds two factors, the result and the sizes; the body sees events, parts (groups of an event), across (vectors of a
 * group), whole and index.
 */
const source = (first: string, second: string, result: string, body: string, more = ''): string => `
@group(0) @binding(0) var<storage, read> first: array<${first}>;
@group(0) @binding(1) var<storage, read> second: array<${second}>;
@group(0) @binding(2) var<storage, read_write> result: array<${result}>;
@group(0) @binding(3) var<uniform> sizes: vec4<u32>;
${more}
${mainSource(`
  let events = sizes.y;
  let parts = sizes.z;
  let across = sizes.w;
  let whole = parts * across;${body}`)}`;

const scoresSource = (width: number, byGroup: boolean): string =>
  source(
    typeOf(width),
    typeOf(width),
    'f32',
    `
  if (index >= sizes.x * parts * events) { return; }
  let t = index % events;
  let part = index / events;
  let event = ((part / parts) * events + t) * whole + (part % parts) * across;
  var sum = 0.0;
  let end = select(across, 0u, there[${byGroup ? 'index' : '(part / parts) * events + t'}] == 0.0);
  for (var c = 0u; c < end; c++) { sum += ${innerOf(width, 'first[part * across + c]', 'second[event + c]')}; }
  result[index] = sum;`,
    '@group(0) @binding(4) var<storage, read> there: array<f32>;',
  );

const sumsSource = (width: number): string =>
  source(
    'f32',
    typeOf(width),
    typeOf(width),
    `
  if (index >= sizes.x * whole) { return; }
  let row = index / whole;
  let shares = (index / across) * events;
  var sum = ${typeOf(width)}();
  for (var t = 0u; t < events; t++) {
    // Not "!=", which takes a share that is no number for 0.
    if (first[shares + t] == 0.0) { continue; }
    sum += first[shares + t] * second[(row * events + t) * whole + index % whole];
  }
  result[index] = sum;`,
  );

const spreadSource = (width: number): string =>
  source(
    'f32',
    typeOf(width),
    typeOf(width),
    `
  if (index >= sizes.x * events * whole) { return; }
  let column = index % whole;
  let event = index / whole;
  let row = event / events;
  let factor = first[(row * parts + column / across) * events + event % events];
  var spread = ${typeOf(width)}();
  if (!(factor == 0.0)) { spread = factor * second[row * whole + column]; }
  result[index] = spread;`,
  );
