import { concatColumns } from '../../../engine/kernels/concat/concat';
import { multiplyAdd } from '../../../engine/kernels/multiply-add/multiply-add';
import * as tf from '../../../engine/tf';
import type { Tensor2D } from '../../../engine/tf';
import { belonging } from '../belonging';
import type { Forward } from '../block';
import { layoutOf } from '../../document/parts';
import { excite } from '../senet/excite';
import type block from './block';

const forward: Forward<typeof block> = ({ vector: { type, values } }, weights, params, ctx) => {
  const widths = layoutOf(type).map(({ width }) => width);
  const gate = ctx.held.factor(excite(seen(values, widths, params.squeeze), weights, params, ctx));
  ctx.probe('gate', gate);
  ctx.probe('length', () => tf.mul(gate, tf.sqrt(tf.matMul(tf.square(values), belonging(widths), false, true))));
  // A sum of one gate times 1 and others times 0: the bits of that gate.
  const spread: Tensor2D = tf.matMul(gate, belonging(widths));
  return { vector: { values: multiplyAdd(values, spread, params.skip ? values : null) }, gate: { values: gate } };
};

export default forward;

/** What the gates look at. */
function seen(values: Tensor2D, widths: readonly number[], squeeze: 'mean' | 'mean+max' | 'all'): Tensor2D[] {
  if (squeeze === 'all') return [values];
  const shares = belonging(widths, (width) => 1 / width);
  const means: Tensor2D = tf.matMul(values, shares, false, true);
  return squeeze === 'mean' ? [means] : [means, maxima(values, widths)];
}

/** The greatest number of each part, [R, P]. */
const maxima = (x: Tensor2D, widths: readonly number[]): Tensor2D =>
  concatColumns(tf.split<Tensor2D>(x, [...widths], 1).map((part) => tf.max<Tensor2D>(part, 1, true)));
