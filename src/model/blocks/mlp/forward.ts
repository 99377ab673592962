import { activate, linear } from '../../../engine/kernels/linear/linear';
import type { Tensor1D, Tensor2D } from '../../../engine/tf';
import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = ({ vector }, weights, { widths, activation, lastLinear }, ctx) => {
  let values = vector.times && widths.length > 0 ? null : vector.values;
  for (let layer = 1; layer <= widths.length; layer++) {
    const [kernel, bias] = [weights[`layer${layer}/kernel`] as Tensor2D, weights[`layer${layer}/bias`] as Tensor1D];
    values = values ? linear(values, kernel, bias, layer === 1 ? 'none' : activation) : vector.times!(kernel, bias);
    if (activation === 'relu' && (layer < widths.length || !lastLinear)) ctx.rectified(values);
  }
  return { vector: { values: lastLinear ? values! : activate(values!, activation) } };
};

export default forward;
