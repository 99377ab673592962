import { batchRecall, inBatchSoftmax } from '../../../engine/kernels/in-batch-softmax/in-batch-softmax';
import * as tf from '../../../engine/tf';
import type { Tensor1D } from '../../../engine/tf';
import type { Forward } from '../../blocks/block';
import { ofRows } from '../../blocks/own-rows';
import { hitKinds, weightOfRows } from '../row-scores';
import type block from './block';

const forward: Forward<typeof block> = ({ pairing: { user, item, scale } }, _, params, ctx) => {
  const { pairs, probe } = ctx;
  const own = ofRows(item, user.shape[0]);
  const rows = { kinds: hitKinds(params), realColumn: pairs.realColumn as Tensor1D };
  const shared = { scale, ...rows, hits: pairs.hits, weight: weightOfRows(pairs, params) };
  const memory = params.sampling === 'earlier' ? ctx.memory : null;
  const columns = params.sampling === 'none' ? { ...pairs, item: own } : { ...pairs.sampled!, item };
  const loss = inBatchSoftmax({
    ...shared,
    user,
    item: columns.item,
    fixed: memory?.vectors ?? null,
    realColumn: columns.realColumn as Tensor1D,
    logQ: params.logQ ? (columns.logQ as Tensor1D) : null,
  });
  memory?.keep(own);
  probe('batchRecall', () => batchRecall({ user, item: own, ...rows, hits: pairs.hits }));
  if (params.direction === 'rows') return { loss: { values: loss } };
  // Of one item's column log q is the same number everywhere: it would cancel. What would belong here is how often a
  // user stands as a row.
  const turned = inBatchSoftmax({ user: own, item: user, ...shared, turned: true, logQ: null });
  return { loss: { values: tf.mul(tf.add(loss, turned), 0.5) } };
};

export default forward;
