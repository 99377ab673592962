import { linear } from '../../../engine/kernels/linear/linear';
import { presentRows } from '../../../engine/kernels/present-rows/present-rows';
import type { Tensor1D, Tensor2D } from '../../../engine/tf';
import type { Forward } from '../block';
import { withResidual } from '../residual';
import type block from './block';

const forward: Forward<typeof block> = ({ sequence }, weights, { norm, dropout }, ctx) => {
  const present = presentRows(sequence.mask);
  const layer = (x: Tensor2D, name: string, activation: 'none' | 'relu'): Tensor2D =>
    linear(x, weights[`${name}/kernel`] as Tensor2D, weights[`${name}/bias`] as Tensor1D, activation, present);
  return {
    sequence: withResidual(
      sequence,
      (x) => layer(layer(x, 'inner', 'none'), 'output', 'relu'),
      { norm, dropout, name: 'feed-forward' },
      ctx,
    ),
  };
};

export default forward;
