import { linear } from '../../../engine/kernels/linear/linear';
import type { Tensor1D, Tensor2D } from '../../../engine/tf';
import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = ({ vector }, weights) => ({
  logits: { values: linear(vector.values, weights.kernel as Tensor2D, weights.bias as Tensor1D) },
});

export default forward;
