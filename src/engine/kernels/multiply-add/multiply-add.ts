/**
 * a s + c: a gate on a field, one layer of a cross network. One dispatch, and one for the gradients of both factors
 * together.
 */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, mainOver, onGpu, onPlainTfjs, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor2D } from '../../tf';
import { lanesOf, typeOf } from '../../wgsl';
import { multiplyAddOnCpu } from './on-cpu';

/**
 * [R, D]. Where s is 1 and nothing is added, the bits of a.
 * @param a [R, D]
 * @param s [R, D], or [R, 1]: one factor for the whole row
 * @param c [R, D], or null to add nothing
 */
export function multiplyAdd(a: Tensor2D, s: Tensor2D, c: Tensor2D | null): Tensor2D {
  if (onPlainTfjs()) return c ? tf.add(tf.mul(a, s), c) : tf.mul(a, s);
  if (!onGpu()) return multiplyAddOnCpu(a, s, c);
  const [rows, width] = a.shape;
  const across = s.shape[1];
  /** The first layer of a cross network: the slope of a has both parts. */
  const isOnto = c === a;
  return differentiable<Tensor2D>(
    c && !isOnto ? { a, s, c } : { a, s },
    (save) => {
      const out = emptyTensor<Tensor2D>(a.shape);
      const lanes = across === 1 ? lanesOf(width) : 1;
      runKernel(
        'multiply-add',
        valueSource(width / across / lanes, isOnto ? 'a' : c && 'c', lanes),
        [out, a, s, ...(c && !isOnto ? [c] : [])],
        gridFor(a.size / lanes),
      );
      save(a, s);
      return out;
    },
    (dy, saved) => {
      const [dA, dS] = [emptyTensor(a.shape), emptyTensor(s.shape)];
      runKernel(
        'multiply-add gradient',
        gradientSource(width / across, isOnto),
        [dA, dS, dy, ...saved],
        gridFor(rows * across),
      );
      return { a: () => dA, s: () => dS, c: () => dy };
    },
  );
}

/** @param reach how many numbers, in steps of `lanes`, share a number of s; @param added what is added, if anything */
function valueSource(reach: number, added: 'a' | 'c' | null, lanes: 1 | 4): string {
  const type = typeOf(lanes);
  return `
@group(0) @binding(0) var<storage, read_write> result: array<${type}>;
@group(0) @binding(1) var<storage, read> a: array<${type}>;
@group(0) @binding(2) var<storage, read> s: array<f32>;
${added === 'c' ? `@group(0) @binding(3) var<storage, read> c: array<${type}>;` : ''}
${mainOver('arrayLength(&result)', `  result[index] = a[index] * s[index / ${reach}u]${added ? ` + ${added}[index]` : ''};`)}`;
}

/** A thread per number of s. */
const gradientSource = (reach: number, isOnto: boolean): string => `
@group(0) @binding(0) var<storage, read_write> d_a: array<f32>;
@group(0) @binding(1) var<storage, read_write> d_s: array<f32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read> a: array<f32>;
@group(0) @binding(4) var<storage, read> s: array<f32>;
${mainOver(
  'arrayLength(&d_s)',
  `
  let first = index * ${reach}u;
  let factor = s[index];
  var sum = 0.0;
  for (var i = first; i < first + ${reach}u; i++) {
    d_a[i] = dy[i] * factor${isOnto ? ' + dy[i]' : ''};
    sum += dy[i] * a[i];
  }
  d_s[index] = sum;`,
)}`;
