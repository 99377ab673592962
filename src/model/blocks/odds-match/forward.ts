import { concatColumns } from '../../../engine/kernels/concat/concat';
import * as tf from '../../../engine/tf';
import type { Tensor2D } from '../../../engine/tf';
import type { Forward } from '../block';
import { scaleOf } from '../match/scale';
import type block from './block';
import { classWidths } from './class-widths';

const forward: Forward<typeof block> = (
  { user, item },
  weights,
  { score, temperature, learnTemperature, against },
  ctx,
) => {
  const widths = classWidths(item.type.width);
  const side = (x: Tensor2D): Tensor2D => (score === 'cosine' ? ctx.held.direction(x, widths) : x);
  const [u, v] = [side(user.values), side(item.values)];
  /** The parts that serve, each times its factor. */
  const served = (x: Tensor2D, others: number): Tensor2D => {
    const [click, ...rest] = tf.split<Tensor2D>(x, widths, 1);
    const scaled = rest.slice(against === 'bad' ? 1 : 0).map((part): Tensor2D => tf.mul(part, others));
    return concatColumns([click!, ...scaled]);
  };
  const scale = scaleOf(weights, { temperature, learnTemperature }, ctx);
  return {
    pairing: {
      // Objectives read the classes: what serves is made where it is asked for.
      get user() {
        return served(u, -1);
      },
      get item() {
        return served(v, against === 'bad' ? 1 : 0.5);
      },
      scale,
    },
    classes: { user: u, item: v, scale },
  };
};

export default forward;
