import { compressedInteraction } from '../../../engine/kernels/compressed-interaction/compressed-interaction';
import type { Tensor2D } from '../../../engine/tf';
import type { Forward } from '../block';
import { crossedValues } from '../fm/crossed-values';
import type block from './block';

const forward: Forward<typeof block> = ({ fields }, weights, { layers, activation }, ctx) => {
  const kernels = layers.map((_, layer) => weights[`layer${layer + 1}/kernel`] as Tensor2D);
  const values = compressedInteraction(crossedValues(fields), kernels, activation === 'relu');
  // Sums of rectified numbers: 0 where all of them are.
  if (activation === 'relu') ctx.rectified(values);
  return { vector: { values } };
};

export default forward;
