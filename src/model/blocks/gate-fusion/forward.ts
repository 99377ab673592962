import { concatColumns } from '../../../engine/kernels/concat/concat';
import { linear } from '../../../engine/kernels/linear/linear';
import { multiplyAdd } from '../../../engine/kernels/multiply-add/multiply-add';
import { weightedSum } from '../../../engine/kernels/weighted-sum/weighted-sum';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D } from '../../../engine/tf';
import type { Forward } from '../block';
import { sharedLayout } from '../../document/parts';
import type block from './block';

const forward: Forward<typeof block> = ({ user, short, long }, weights, _, ctx) => {
  const all = concatColumns([user.values, short.values, long.values]);
  const gate: Tensor2D = ctx.held.factor(tf.sigmoid(linear(all, weights.kernel as Tensor2D, weights.bias as Tensor1D)));
  ctx.probe('gate', () => {
    const layout = sharedLayout(short.type, long.type);
    return layout
      ? tf.concat(
          tf
            .split(
              gate,
              layout.map(({ width }) => width),
              1,
            )
            .map((part) => tf.mean(part, 1, true)),
          1,
        )
      : tf.mean(gate, 1, true);
  });
  // long + G (short - long)
  return {
    vector: { values: multiplyAdd(weightedSum(short.values, long.values, -1), gate, long.values) },
    gate: { values: gate },
  };
};

export default forward;
