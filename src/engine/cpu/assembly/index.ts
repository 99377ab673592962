export { activated, addToRows, sloped, sumRows } from './activation';
export { softmaxOfRows } from './exp';
export { product, productRoom } from './product';
export { listsOf, rankBlock, targetScores } from './rank';
export { sampledSoftmax, softmaxRoom } from './sampled-softmax';

/** Where memory is free. */
export function base(): usize {
  return __heap_base;
}
