import { linear } from '../../../engine/kernels/linear/linear';
import { presentRows } from '../../../engine/kernels/present-rows/present-rows';
import { selfAttention } from '../../../engine/kernels/self-attention/self-attention';
import type { Tensor1D, Tensor2D } from '../../../engine/tf';
import type { Forward } from '../block';
import { withResidual } from '../residual';
import type block from './block';

const forward: Forward<typeof block> = ({ sequence }, weights, { heads, causal, norm, dropout }, ctx) => {
  const present = presentRows(sequence.mask);
  const map = (x: Tensor2D, name: string): Tensor2D =>
    linear(x, weights[`${name}/kernel`] as Tensor2D, weights[`${name}/bias`] as Tensor1D, 'none', present);
  return {
    sequence: withResidual(
      sequence,
      (x) => map(selfAttention(map(x, 'qkv'), sequence.mask, heads, { causal }), 'output'),
      { norm, dropout, name: 'attention' },
      ctx,
    ),
  };
};

export default forward;
