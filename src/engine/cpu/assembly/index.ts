export { adam } from './adam';
export { activated, addToRows, sloped, sumRows } from './activation';
export { unitLogits, unitRoom, unitSlopes } from './activation-unit';
export { dropped } from './dropout';
export { addWeighted, ownerSums, pooled, rowSums, shareSlopes, spread } from './events';
export { softmaxOfRows } from './exp';
export { groupScores, groupSpread, groupSums } from './group-attention';
export { lookup } from './lookup';
export { lstm, lstmRoom, lstmSlopes, lstmSlopesRoom } from './lstm';
export { normaliseSlopes, normalised } from './normalise';
export { product, productRoom } from './product';
export { areNumbers, listsOf, rankBlock, targetScores } from './rank';
export { routed } from './routing';
export { layerNorm, layerNormSlopes, rowSoftmax, rowSoftmaxSlopes } from './rows';
export { sampledSoftmax, softmaxRoom } from './sampled-softmax';
export { attention, attentionRoom, attentionSlopes } from './self-attention';

/** Where memory is free. */
export function base(): usize {
  return __heap_base;
}
