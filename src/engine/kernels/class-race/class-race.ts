/** A sample of all pairs of a batch, each in proportion to how probable its first class is. */
import { emptyTensor, gridFor, hostArray, mainOver, onGpu, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor, Tensor1D, Tensor2D } from '../../tf';
import { opaqueBy } from '../../wgsl';
import { NEVER } from '../paired-scores/reference';

/** The logit of class c is scale x <part c of the user's vector, part c of the item's>. */
export interface ClassVectors {
  /** [B, D] */
  user: Tensor2D;
  /** [B, D], or more rows behind those. */
  item: Tensor2D;
  /** [1] */
  scale: Tensor1D;
  /** Of the parts, in their order: D together. */
  widths: readonly number[];
}

/** Which pairs take part: those whose number is below. */
export interface Entry {
  /** [B, B] */
  values: Tensor2D;
  below: number;
}

/** A draw of 0 has no logarithm: half the smallest one above it stands in. */
const SMALLEST = 2 ** -25;

/**
 * [B, B] log P(first class | i, j) - log(-log u_ij): the columns of the highest keys of a row are a sample without
 * replacement, each in proportion to that probability (Gumbel-top-k: Kool et al., ICML 2019). NEVER for pairs that take
 * no part. Not differentiated: where the vectors change, what is sampled does.
 * @param uniform [B, B] draws in [0, 1)
 */
export function raceKeys(vectors: ClassVectors, entry: Entry, uniform: Tensor): Tensor2D {
  const { user, item, scale, widths } = vectors;
  const [rows] = user.shape;
  if (!onGpu()) return onHost(vectors, entry, uniform);
  const keys = emptyTensor<Tensor2D>([rows, rows]);
  runKernel(
    'class race',
    source(rows, widths, entry.below),
    [user, item, scale, entry.values, uniform, keys],
    gridFor(keys.size),
  );
  return keys;
}

/** One thread for each pair. */
function source(rows: number, widths: readonly number[], below: number): string {
  const all = widths.reduce((a, b) => a + b, 0);
  const declared = ['user', 'item', 'scale', 'entry', 'uniforms', 'keys'].map(
    (name, at) =>
      `@group(0) @binding(${at}) var<storage, ${name === 'keys' ? 'read_write' : 'read'}> ${name}: array<f32>;`,
  );
  let first = 0;
  const logits = widths.map((width, c) => {
    const from = first;
    first += width;
    return `
  var logit${c} = 0.0;
  for (var d = ${from}u; d < opaque(${from + width}u); d++) { logit${c} += user[u + d] * item[v + d]; }
  logit${c} *= scale[0];`;
  });
  const named = widths.map((_, c) => `logit${c}`);
  return `
${declared.join('\n')}
${opaqueBy('keys')}
${mainOver(
  rows * rows,
  `
  if (entry[index] >= f32(${below})) { keys[index] = ${NEVER}; return; }
  let u = index / ${rows}u * ${all}u;
  let v = index % ${rows}u * ${all}u;${logits.join('')}
  let top = ${named.reduce((a, b) => `max(${a}, ${b})`)};
  let total = ${named.map((logit) => `exp(${logit} - top)`).join(' + ')};
  let waits = max(-log(max(uniforms[index], ${SMALLEST})), ${SMALLEST});
  keys[index] = logit0 - top - log(total) - log(waits);`,
)}`;
}

/** The same in plain loops, but for the products. */
function onHost({ user, item, scale, widths }: ClassVectors, entry: Entry, uniform: Tensor): Tensor2D {
  const [rows] = user.shape;
  return tf.tidy(() => {
    const parts = (x: Tensor2D): Tensor2D[] => tf.split(tf.slice(x, 0, rows), [...widths], 1);
    const items = parts(item);
    const logits = parts(user).map((part, c) => hostArray(tf.mul(tf.matMul(part, items[c]!, false, true), scale)));
    const [takes, draws] = [hostArray(entry.values), hostArray(uniform)];
    const keys = new Float32Array(rows * rows).fill(NEVER);
    for (let at = 0; at < keys.length; at++) {
      if (takes[at]! >= Math.fround(entry.below)) continue;
      let top = -Infinity;
      for (const logit of logits) top = Math.max(top, logit[at]!);
      let total = 0;
      for (const logit of logits) total += Math.exp(logit[at]! - top);
      const waits = Math.max(-Math.log(Math.max(draws[at]!, SMALLEST)), SMALLEST);
      keys[at] = logits[0]![at]! - top - Math.log(total) - Math.log(waits);
    }
    return tf.tensor2d(keys, [rows, rows]);
  });
}
