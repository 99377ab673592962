/** How large the gradients of a step are: of each node that has weights of its own, read with its live values. */
import * as tf from '../../engine/tf';
import { gradientKey } from '../check/probe';
import type { Summarised } from './probe-summary';

/** `<side>/<node>/<weight>` */
const nodeOf = (path: string): string => path.split('/')[1]!;

/** A number for each node. @param paths of the dense weights that learn */
export const gradientProbes = (paths: readonly string[]): Summarised[] =>
  [...new Set(paths.map(nodeOf))].map((node) => ({ key: gradientKey(node), per: 'batch', labels: ['gradient'] }));

/**
 * Euclidean norms over all weights of a node, as they come from the loss: before decay, and before the optimizer
 * scales them. The caller disposes them.
 * @param gradients of the weights by path
 */
export function gradientNorms(
  gradients: readonly (readonly [path: string, gradient: tf.Tensor])[],
): Record<string, tf.Scalar> {
  const squares = new Map<string, tf.Scalar[]>();
  return tf.tidy(() => {
    for (const [path, gradient] of gradients) {
      const key = gradientKey(nodeOf(path));
      squares.set(key, [...(squares.get(key) ?? []), tf.sum(tf.square(gradient)) as tf.Scalar]);
    }
    return Object.fromEntries([...squares].map(([key, parts]) => [key, tf.sqrt(parts.reduce((a, b) => tf.add(a, b)))]));
  });
}
