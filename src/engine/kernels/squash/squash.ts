/** The squash of capsules (Sabour et al., NIPS 2017, eq. 1): the direction of a vector, with a length below 1. */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, mainOver, onGpu, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor } from '../../tf';
import { innerOf, lanesOf, typeOf } from '../../wgsl';

/**
 * ||z||^2 / (1 + ||z||^2) z / ||z|| of each vector of the last axis; zero stays zero, and hands down no gradient. One
 * dispatch, and one for the gradient.
 */
export function squash<T extends Tensor>(z: T): T {
  const width = z.shape.at(-1) ?? 0;
  if (!onGpu()) return composed(z);
  const vectors = z.size / width;
  return differentiable<T>(
    { z },
    (save) => {
      const out = emptyTensor<T>(z.shape);
      runKernel('squash', forwardSource(vectors, width), [z, out], gridFor(vectors));
      save(z);
      return out;
    },
    (dy, [given]) => ({
      z: () => {
        const dz = emptyTensor(z.shape);
        runKernel('squash gradient', gradientSource(vectors, width), [given!, dz, dy], gridFor(vectors));
        return dz;
      },
    }),
  );
}

/** Below any square of a length that says something: its root has a slope there. */
const SMALLEST = 1e-30;

function composed<T extends Tensor>(z: T): T {
  const squares = tf.sum(tf.square(z), -1, true);
  return tf.mul(z, tf.div(tf.sqrt(tf.maximum(squares, SMALLEST)), tf.add(1, squares))) as T;
}

const head = (vectors: number, width: number, more: string, body: string): string => `
@group(0) @binding(0) var<storage, read> z: array<${typeOf(width)}>;
@group(0) @binding(1) var<storage, read_write> result: array<${typeOf(width)}>;
${more}
${mainOver(
  vectors,
  `
  let first = index * ${width / lanesOf(width)}u;
  let end = first + ${width / lanesOf(width)}u;
${body}`,
)}`;

const forwardSource = (vectors: number, width: number): string =>
  head(
    vectors,
    width,
    '',
    `
  var squares = 0.0;
  for (var i = first; i < end; i++) { squares += ${innerOf(width, 'z[i]', 'z[i]')}; }
  let factor = sqrt(squares) / (1.0 + squares);
  for (var i = first; i < end; i++) { result[i] = factor * z[i]; }`,
  );

/** With n = ||z|| and g = n / (1 + n^2): dz = g dy + g' / n <z, dy> z, where g' = (1 - n^2) / (1 + n^2)^2. */
const gradientSource = (vectors: number, width: number): string =>
  head(
    vectors,
    width,
    `@group(0) @binding(2) var<storage, read> dy: array<${typeOf(width)}>;`,
    `
  var squares = 0.0;
  var along = 0.0;
  for (var i = first; i < end; i++) {
    squares += ${innerOf(width, 'z[i]', 'z[i]')};
    along += ${innerOf(width, 'z[i]', 'dy[i]')};
  }
  let n = sqrt(squares);
  let drift = select((1.0 - squares) / ((1.0 + squares) * (1.0 + squares) * n) * along, 0.0, n < 1e-15);
  for (var i = first; i < end; i++) { result[i] = n / (1.0 + squares) * dy[i] + drift * z[i]; }`,
  );
