import { constant, withGradientsOf } from '../../../engine/differentiable';
import {
  batchRecall,
  inBatchSoftmax,
  type InBatchSoftmaxInput,
} from '../../../engine/kernels/in-batch-softmax/in-batch-softmax';
import * as tf from '../../../engine/tf';
import type { Scalar, Tensor, Tensor1D } from '../../../engine/tf';
import type { Forward } from '../../blocks/block';
import { ofRows } from '../../blocks/own-rows';
import { hitKinds, weightOfRows } from '../row-scores';
import type block from './block';

const forward: Forward<typeof block> = ({ pairing: { user, item, scale } }, _, params, ctx) => {
  const { pairs, probe } = ctx;
  const own = ofRows(item, user.shape[0]);
  const rows = { kinds: hitKinds(params), realColumn: pairs.realColumn as Tensor1D };
  const shared = { scale, ...rows, hits: pairs.hits, weight: weightOfRows(pairs, params) };
  const over = (
    columns: { logQ: Tensor; realColumn: Tensor },
    given: Pick<InBatchSoftmaxInput, 'user' | 'item'> & { scale?: Tensor1D },
  ) =>
    inBatchSoftmax({
      ...shared,
      ...given,
      realColumn: columns.realColumn as Tensor1D,
      logQ: params.logQ ? (columns.logQ as Tensor1D) : null,
    });
  const loss = ((): Scalar => {
    if (params.sampling === 'none') return over(pairs, { user, item: own });
    if (params.sampling !== 'earlier') return over(pairs.sampled!, { user, item });
    const { memory } = ctx;
    const all = over(pairs.sampled!, { user, item: tf.concat([constant(own), memory.vectors]) });
    // Of the items alone, as they learn without the memory.
    const within = over(pairs, { user: constant(user), item: own, scale: constant(scale) });
    memory.keep(own);
    return withGradientsOf(all, within);
  })();
  probe('batchRecall', () => batchRecall({ user, item: own, ...rows, hits: pairs.hits }));
  if (params.direction === 'rows') return { loss: { values: loss } };
  // Of one item's column log q is the same number everywhere: it would cancel. What would belong here is how often a
  // user stands as a row.
  const turned = inBatchSoftmax({ user: own, item: user, ...shared, turned: true, logQ: null });
  return { loss: { values: tf.mul(tf.add(loss, turned), 0.5) } };
};

export default forward;
