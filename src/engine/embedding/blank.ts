import { zeroTensor } from '../cpu/arrays';
import { emptyTensor, onGpu } from '../run-kernel';
import type { Rank, ShapeMap, Tensor } from '../tf';

/** A tensor to be written into; on a GPU it holds anything before. */
export const blankTensor = <R extends Rank>(shape: ShapeMap[R]): Tensor<R> =>
  onGpu() ? emptyTensor<Tensor<R>>(shape) : zeroTensor(shape);
