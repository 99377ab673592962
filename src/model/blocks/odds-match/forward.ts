import { concatColumns } from '../../../engine/kernels/concat/concat';
import * as tf from '../../../engine/tf';
import type { Tensor2D } from '../../../engine/tf';
import type { Forward } from '../block';
import { scaleOf } from '../match/scale';
import type block from './block';
import { classWidths, servedParts } from './class-widths';

const forward: Forward<typeof block> = (
  { user, item },
  weights,
  { score, temperature, learnTemperature, against },
  ctx,
) => {
  const widths = classWidths(item.type.width);
  const side = (x: Tensor2D): Tensor2D => (score === 'cosine' ? ctx.held.direction(x, widths) : x);
  const [u, v] = [side(user.values), side(item.values)];
  /** The parts that serve, those of the other classes times the factor. */
  const served = (x: Tensor2D, factor: number): Tensor2D => {
    const [click, rest] = servedParts(tf.split<Tensor2D>(x, widths, 1), against);
    return concatColumns([click, ...rest.map((part): Tensor2D => (factor === 1 ? part : tf.mul(part, factor)))]);
  };
  const scale = scaleOf(weights, { temperature, learnTemperature }, ctx);
  return {
    pairing: {
      // Objectives read the classes: what serves is made where it is asked for.
      get user() {
        return served(u, -1);
      },
      get item() {
        return served(v, against === 'either' ? 0.5 : 1);
      },
      scale,
    },
    classes: { user: u, item: v, scale },
  };
};

export default forward;
