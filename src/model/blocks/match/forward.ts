import { concatColumns } from '../../../engine/kernels/concat/concat';
import { partScale } from '../../../engine/kernels/part-scale/part-scale';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D } from '../../../engine/tf';
import { belonging } from '../belonging';
import type { Forward, Typed } from '../block';
import { pairParts } from '../../document/parts';
import type { Part } from '../../document/ports';
import type block from './block';
import { scaleOf } from './scale';

const forward: Forward<typeof block> = (
  { user, item },
  weights,
  { score, temperature, learnTemperature, coefficients },
  ctx,
) => {
  const scale = scaleOf(weights, { temperature, learnTemperature }, ctx);
  const { parts, width } = item.type;
  const side = (x: Tensor2D, widths: readonly number[]): Tensor2D =>
    score === 'cosine' ? ctx.held.direction(x, widths) : x;
  if (coefficients === 'none')
    return { pairing: { user: side(user.values, [width]), item: side(item.values, [width]), scale } };

  const widths = parts.map((part) => part.width);
  const [u, v] = [side(inOrder(user, parts), widths), side(item.values, widths)];
  const own = weights.coefficients as Tensor1D;
  // For the probes.
  const whole = tf.reshape(own, [1, own.size]) as Tensor2D;
  ctx.probe('coefficient', () =>
    coefficients === 'part' ? own : tf.div(perPart(whole, widths), tf.tensor2d([widths])),
  );
  ctx.probe('contribution', () => {
    // Sampled items have no row of their own.
    const products: Tensor2D = tf.mul(u, tf.slice(v, 0, u.shape[0]));
    return coefficients === 'part'
      ? tf.mul(tf.abs(perPart(products, widths)), whole)
      : perPart(tf.mul(tf.abs(products), whole), widths);
  });
  return {
    pairing: {
      user: coefficients === 'part' ? partScale(u, own, widths) : tf.mul(u, whole),
      item: v,
      scale,
    },
  };
};

export default forward;

/** The vector with its parts as the other side has them; the index keeps the order of the items' side. */
function inOrder({ values, type }: Typed<'vector'>, wanted: readonly Part[]): Tensor2D {
  const places = pairParts(type.parts, wanted) ?? [];
  if (places.every((place, i) => place === i)) return values;
  const pieces = tf.split<Tensor2D>(
    values,
    type.parts.map(({ width }) => width),
    1,
  );
  return concatColumns(places.map((place) => pieces[place]!));
}

/** Sums over the columns of each part, [R, C]. */
const perPart = (x: Tensor2D, widths: readonly number[]): Tensor2D => tf.matMul(x, belonging(widths), false, true);
