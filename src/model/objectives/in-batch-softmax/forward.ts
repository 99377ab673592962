import type { Tensor1D } from '@tensorflow/tfjs';
import { SAME_ITEM, SAME_USER } from '../../../data/batches';
import { batchRecall, inBatchSoftmax } from '../../../engine/kernels/in-batch-softmax/in-batch-softmax';
import type { Forward } from '../../block';
import type block from './block';

const forward: Forward<typeof block> = ({ pairing }, _, params, { pairs, probe }) => {
  const columns = {
    hits: pairs.hits,
    kinds: (params.sameItem ? SAME_ITEM : 0) | (params.sameUser ? SAME_USER : 0),
    realColumn: pairs.realColumn as Tensor1D,
  };
  const loss = inBatchSoftmax({
    user: pairing.user,
    item: pairing.item,
    scale: pairing.scale,
    ...columns,
    logQ: params.logQ ? (pairs.logQ as Tensor1D) : null,
    // Columns are the items of the rows, so a real column is a real row.
    weight: (params.rowWeights ? pairs.weight : pairs.realColumn) as Tensor1D,
  });
  probe('batchRecall', () => batchRecall({ user: pairing.user, item: pairing.item, ...columns }));
  return { loss: { values: loss } };
};

export default forward;
