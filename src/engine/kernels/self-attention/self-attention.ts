/**
 * Masked self-attention of several heads (Vaswani et al., NIPS 2017): of queries, keys and values that one linear layer
 * made side by side. The shares are kept for the gradient, [R, H, T, T]; texts and histories are short. Two dispatches,
 * and two for the gradient. Keys whose mask is 0 get no share, nor, where it is causal, those behind the query; a query
 * whose mask is 0 gives zero, and nothing is computed for it.
 */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, mainSource, onGpu, onPlainTfjs, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor, Tensor2D, Tensor4D } from '../../tf';
import { innerOf, lanesOf, opaqueBy, typeOf } from '../../wgsl';
import { selfAttentionOnCpu } from './on-cpu';

/**
 * [R x T, D]: softmax(Q K^T / sqrt(D / H)) V of each head, heads side by side.
 * @param qkv [R x T, 3 D] queries, keys and values of D = heads x size each
 * @param mask [R, T], 1 = a token; not differentiated
 * @param causal a query sees itself and what stands before it
 */
export function selfAttention(
  qkv: Tensor2D,
  mask: Tensor2D,
  heads: number,
  { causal = false }: { causal?: boolean } = {},
): Tensor2D {
  const [rows, tokens] = mask.shape;
  const width = qkv.shape[1] / 3;
  const sizes: Sizes = { rows, tokens, heads, size: width / heads, causal };
  if (onPlainTfjs()) return composed(qkv, mask, sizes);
  if (!onGpu()) return selfAttentionOnCpu(qkv, mask, sizes);
  return differentiable<Tensor2D>(
    { qkv },
    (save) => {
      const shares = emptyTensor([rows, heads, tokens, tokens]);
      runKernel('attention shares', sharesSource(sizes), [qkv, mask, shares], gridFor(rows * heads * tokens));
      const out = emptyTensor<Tensor2D>([rows * tokens, width]);
      runKernel(
        'attention',
        valueSource(sizes),
        [qkv, mask, shares, out],
        gridFor((rows * tokens * width) / lanesOf(sizes.size)),
      );
      save(qkv, shares, mask);
      return out;
    },
    (dy, saved) => ({
      qkv: () => {
        const [given, shares, there] = saved as [Tensor2D, Tensor, Tensor2D];
        const slopes = emptyTensor(shares.shape);
        runKernel(
          'attention shares gradient',
          slopesSource(sizes),
          [given, there, slopes, shares, dy],
          gridFor(rows * heads * tokens),
        );
        const dQkv = emptyTensor(given.shape);
        runKernel(
          'attention gradient',
          gradientSource(sizes),
          [given, there, dQkv, shares, slopes, dy],
          gridFor((3 * rows * tokens * width) / lanesOf(sizes.size)),
        );
        slopes.dispose();
        return dQkv;
      },
    }),
  );
}

/** `size` of a head. */
export interface Sizes {
  rows: number;
  tokens: number;
  heads: number;
  size: number;
  causal: boolean;
}

/** Added to the logit of a masked key. */
const MASKED = -1e9;

/** In operations of tfjs. */
export function composed(qkv: Tensor2D, mask: Tensor2D, { rows, tokens, heads, size, causal }: Sizes): Tensor2D {
  const [q, k, v] = tf.unstack(tf.transpose(tf.reshape(qkv, [rows, tokens, 3, heads, size]), [2, 0, 3, 1, 4])) as [
    Tensor4D,
    Tensor4D,
    Tensor4D,
  ];
  const visible = tf.tensor2d(
    Array.from({ length: tokens * tokens }, (_, at) => (causal && at % tokens > Math.floor(at / tokens) ? 0 : 1)),
    [tokens, tokens],
  );
  const keys = tf.mul(tf.reshape(mask, [rows, 1, 1, tokens]), visible);
  const logits = tf.add(tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(size)), tf.mul(tf.sub(1, keys), MASKED));
  const attended = tf.mul(tf.matMul(tf.mul(tf.softmax(logits), keys), v), tf.reshape(mask, [rows, 1, tokens, 1]));
  return tf.reshape(tf.transpose(attended, [0, 2, 1, 3]), [rows * tokens, heads * size]);
}

/**
 * WGSL: what all four share. `place`: where Q, K or V (part 0, 1 or 2) of a token and head begins in qkv; `value`:
 * where the token's part of the result does.
 */
const head = ({ tokens, heads, size }: Sizes, more: readonly string[]): string => {
  const type = typeOf(size);
  return `
@group(0) @binding(0) var<storage, read> qkv: array<${type}>;
@group(0) @binding(1) var<storage, read> mask: array<f32>;
${more.map((binding, i) => `@group(0) @binding(${i + 2}) var<storage, ${binding.replace('T>', `${type}>`)};`).join('\n')}
${opaqueBy('qkv')}
const heads = ${heads}u;
fn is_absent(row: u32, token: u32) -> bool { return mask[row * ${tokens}u + token] == 0.0; }
fn place(row: u32, token: u32, part: u32, h: u32) -> u32 { return ((row * ${tokens}u + token) * 3u + part) * ${(heads * size) / lanesOf(size)}u + h * ${size / lanesOf(size)}u; }
fn value(row: u32, token: u32, h: u32) -> u32 { return (row * ${tokens}u + token) * ${(heads * size) / lanesOf(size)}u + h * ${size / lanesOf(size)}u; }`;
};
/** Row, head and query of a thread; `first` share of the query, which sees keys up to `seen`. */
const perQuery = ({ rows, heads, tokens, size, causal }: Sizes): string => `
  if (index >= ${rows * heads * tokens}u) { return; }
  let tokens = opaque(${tokens}u);
  let across = opaque(${size / lanesOf(size)}u);
  let t = index % tokens;
  let h = (index / tokens) % heads;
  let row = index / (tokens * heads);
  let seen = ${causal ? 't + 1u' : 'tokens'};
  let first = index * tokens;`;

const sharesSource = (sizes: Sizes): string => `${head(sizes, ['read_write> shares: array<f32>'])}
${mainSource(`${perQuery(sizes)}
  if (is_absent(row, t)) {
    for (var j = 0u; j < seen; j++) { shares[first + j] = 0.0; }
    return;
  }
  let q = place(row, t, 0u, h);
  var largest = f32(${MASKED});
  for (var j = 0u; j < seen; j++) {
    if (is_absent(row, j)) { continue; }
    let k = place(row, j, 1u, h);
    var logit = 0.0;
    for (var c = 0u; c < across; c++) { logit += ${innerOf(sizes.size, 'qkv[q + c]', 'qkv[k + c]')}; }
    logit *= ${1 / Math.sqrt(sizes.size)};
    shares[first + j] = logit;
    largest = max(largest, logit);
  }
  var total = 0.0;
  for (var j = 0u; j < seen; j++) {
    var share = 0.0;
    if (!is_absent(row, j)) { share = exp(shares[first + j] - largest); }
    shares[first + j] = share;
    total += share;
  }
  if (total == 0.0) { return; }
  for (var j = 0u; j < seen; j++) { shares[first + j] /= total; }`)}`;

/** Row, token, head and lane of a thread of an output [R, T, parts, H, size]. */
const perLane = ({ rows, heads, tokens, size, causal }: Sizes, parts: number): string => `
  if (index >= ${(rows * tokens * parts * heads * size) / lanesOf(size)}u) { return; }
  let tokens = opaque(${tokens}u);
  let c = index % ${size / lanesOf(size)}u;
  let h = (index / ${size / lanesOf(size)}u) % heads;
  let part = (index / ${(heads * size) / lanesOf(size)}u) % ${parts}u;
  let t = (index / ${(parts * heads * size) / lanesOf(size)}u) % tokens;
  let row = index / (${(parts * heads * size) / lanesOf(size)}u * tokens);
  let seen = ${causal ? 't + 1u' : 'tokens'};
  let square = (row * heads + h) * tokens;`;

const valueSource = (
  sizes: Sizes,
): string => `${head(sizes, ['read> shares: array<f32>', 'read_write> result: array<T>'])}
${mainSource(`${perLane(sizes, 1)}
  var sum = ${typeOf(sizes.size)}();
  let end = select(seen, 0u, is_absent(row, t));
  for (var j = 0u; j < end; j++) {
    if (is_absent(row, j)) { continue; }
    sum += shares[(square + t) * tokens + j] * qkv[place(row, j, 2u, h) + c];
  }
  result[index] = sum;`)}`;

/** dS = P (dP - sum P dP) / sqrt(size), dP = dy V^T. */
const slopesSource = (
  sizes: Sizes,
): string => `${head(sizes, ['read_write> slopes: array<f32>', 'read> shares: array<f32>', 'read> dy: array<T>'])}
${mainSource(`${perQuery(sizes)}
  if (is_absent(row, t)) { return; }
  let from_dy = value(row, t, h);
  var along = 0.0;
  for (var j = 0u; j < seen; j++) {
    if (is_absent(row, j)) { continue; }
    let v = place(row, j, 2u, h);
    var slope = 0.0;
    for (var c = 0u; c < across; c++) { slope += ${innerOf(sizes.size, 'dy[from_dy + c]', 'qkv[v + c]')}; }
    slopes[first + j] = slope;
    along += shares[first + j] * slope;
  }
  for (var j = 0u; j < seen; j++) { slopes[first + j] = shares[first + j] * (slopes[first + j] - along) * ${1 / Math.sqrt(sizes.size)}; }`)}`;

/** dQ = dS K, dK = dS^T Q, dV = P^T dy. */
const gradientSource = (
  sizes: Sizes,
): string => `${head(sizes, ['read_write> result: array<T>', 'read> shares: array<f32>', 'read> slopes: array<f32>', 'read> dy: array<T>'])}
${mainSource(`${perLane(sizes, 3)}
  var sum = ${typeOf(sizes.size)}();
  let begin = select(0u, ${sizes.causal ? 't' : '0u'}, part != 0u);
  let end = select(select(tokens, seen, part == 0u), 0u, is_absent(row, t));
  for (var j = begin; j < end; j++) {
    if (is_absent(row, j)) { continue; }
    if (part == 0u) { sum += slopes[(square + t) * tokens + j] * qkv[place(row, j, 1u, h) + c]; }
    else if (part == 1u) { sum += slopes[(square + j) * tokens + t] * qkv[place(row, j, 0u, h) + c]; }
    else { sum += shares[(square + j) * tokens + t] * dy[value(row, j, h) + c]; }
  }
  result[index] = sum;`)}`;
