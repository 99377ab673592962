import { weightedSum } from '../../../engine/kernels/weighted-sum/weighted-sum';
import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = ({ a, b }, weights, { scale, learnt }, ctx) => {
  if (learnt) ctx.probe('scale', weights.scale!);
  return { vector: { values: weightedSum(a.values, b.values, learnt ? weights.scale! : scale) } };
};

export default forward;
