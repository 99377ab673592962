import { linear } from '../../../engine/kernels/linear/linear';
import { lstm } from '../../../engine/kernels/lstm/lstm';
import { presentRows } from '../../../engine/kernels/present-rows/present-rows';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D, Tensor4D } from '../../../engine/tf';
import type { Forward } from '../block';
import { eventsOf } from '../capsules/events';
import type block from './block';

const forward: Forward<typeof block> = ({ sequence }, weights, { layers, width, residual, dropout }, ctx) => {
  const { values: events, mask } = eventsOf(sequence);
  const [rows, length, below] = events.shape;
  let x: Tensor2D = tf.reshape(events, [rows * length, below]);
  const present = presentRows(mask);
  for (let layer = 1; layer <= layers; layer++) {
    const weight = (name: string) => weights[`layer${layer}/${name}`]!;
    const gates = linear(x, weight('kernel') as Tensor2D, weight('bias') as Tensor1D, 'none', present);
    let states: Tensor2D = tf.reshape(lstm(gates, weight('recurrent') as Tensor2D, mask, present), [
      rows * length,
      width,
    ]);
    if (ctx.training && dropout > 0 && layer < layers)
      states = ctx.dropout(`layer${layer}`, states, { rate: dropout, factor: 1 / (1 - dropout) });
    x = residual && x.shape[1] === width ? tf.add(x, states) : states;
  }
  const values = tf.reshape(x, [rows, length, 1, width]) as Tensor4D;
  return {
    sequence: {
      values,
      mask,
      get ageDays() {
        return sequence[0]!.ageDays;
      },
    },
  };
};

export default forward;
