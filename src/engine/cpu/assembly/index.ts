export { activated, addToRows, sloped, sumRows } from './activation';
export { dropped } from './dropout';
export { ownerSums, pooled, rowSums, shareSlopes, spread } from './events';
export { softmaxOfRows } from './exp';
export { normaliseSlopes, normalised } from './normalise';
export { product, productRoom } from './product';
export { listsOf, rankBlock, targetScores } from './rank';
export { sampledSoftmax, softmaxRoom } from './sampled-softmax';

/** Where memory is free. */
export function base(): usize {
  return __heap_base;
}
