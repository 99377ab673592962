import type { Tensor2D } from '@tensorflow/tfjs';
import { compressedInteraction } from '../../../engine/kernels/compressed-interaction/compressed-interaction';
import type { Forward } from '../block';
import { crossedValues } from '../fm/crossed-values';
import type block from './block';

const forward: Forward<typeof block> = ({ fields }, weights, { layers, activation }) => {
  const kernels = layers.map((_, layer) => weights[`layer${layer + 1}/kernel`] as Tensor2D);
  return { vector: { values: compressedInteraction(crossedValues(fields), kernels, activation === 'relu') } };
};

export default forward;
