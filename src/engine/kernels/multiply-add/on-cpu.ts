/** `multiplyAdd` on the CPU path. */
import { numbersFor } from '../../cpu/arrays';
import { differentiable } from '../../differentiable';
import { hostArray } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor2D } from '../../tf';

/** @see multiplyAdd */
export function multiplyAddOnCpu(a: Tensor2D, s: Tensor2D, c: Tensor2D | null): Tensor2D {
  const reach = a.shape[1] / s.shape[1];
  return differentiable<Tensor2D>(
    c ? { a, s, c } : { a, s },
    (save) => {
      const out = tf.tensor2d(valueOf(hostArray(a), hostArray(s), c && hostArray(c), reach), a.shape);
      save(a, s);
      return out;
    },
    (dy, [values, factors]) => {
      const { dA, dS } = slopesOf(hostArray(values!), hostArray(factors!), hostArray(dy), reach);
      return { a: () => tf.tensor2d(dA, a.shape), s: () => tf.tensor2d(dS, s.shape), c: () => dy };
    },
  );
}

/** @param reach how many numbers share a number of s */
function valueOf(a: Float32Array, s: Float32Array, c: Float32Array | null, reach: number): Float32Array {
  const out = numbersFor(a.length);
  for (let k = 0, i = 0; k < s.length; k++) {
    const factor = s[k]!;
    const end = i + reach;
    if (c) for (; i < end; i++) out[i] = Math.fround(a[i]! * factor) + c[i]!;
    else for (; i < end; i++) out[i] = a[i]! * factor;
  }
  return out;
}

function slopesOf(a: Float32Array, s: Float32Array, dy: Float32Array, reach: number) {
  const [dA, dS] = [numbersFor(a.length), numbersFor(s.length)];
  for (let k = 0, i = 0; k < s.length; k++) {
    const factor = s[k]!;
    const end = i + reach;
    let sum = 0;
    for (; i < end; i++) {
      dA[i] = dy[i]! * factor;
      sum += dy[i]! * a[i]!;
    }
    dS[k] = sum;
  }
  return { dA, dS };
}
