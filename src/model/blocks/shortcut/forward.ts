import { concatColumns } from '../../../engine/kernels/concat/concat';
import * as tf from '../../../engine/tf';
import type { Tensor, Tensor2D } from '../../../engine/tf';
import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = (inputs, weights, { join, map, normalise }, ctx) => {
  const sized = (x: Tensor2D, weight: Tensor | undefined): Tensor2D =>
    normalise ? tf.mul(ctx.held.direction(x), weight!) : x;
  const main = sized(inputs.main.values, weights.mainWeight);
  const past = inputs.shortcut.values;
  const shortcut = sized(map === 'linear' ? tf.matMul(past, weights.kernel as Tensor2D) : past, weights.shortcutWeight);
  ctx.probe('length', () =>
    tf.stack(
      [main, shortcut].map((x) => tf.sqrt(tf.sum(tf.square(x), 1))),
      1,
    ),
  );
  return { vector: { values: join === 'add' ? tf.add(main, shortcut) : concatColumns([main, shortcut]) } };
};

export default forward;
