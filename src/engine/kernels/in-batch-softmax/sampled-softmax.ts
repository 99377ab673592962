/**
 * Softmax cross-entropy over sampled items, with logQ correction (Bengio and Senécal 2008, adaptive importance
 * sampling; Yi et al., RecSys 2019, eq. 3-5; order of TFRS `tasks/retrieval.py`). The in-batch softmax is the case
 * without items beside those of the rows.
 */
import { differentiable } from '../../differentiable';
import { emptyTensor, onGpu, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '../../tf';
import { softmaxOnCpu } from './on-cpu';
import { forwardPass, itemGradientPass } from './passes';
import { meanSource, ownGradientSource, rowsGrid, userGradientSource, type Shape } from './source';

export interface SampledSoftmaxInput {
  /** [B, D] */
  user: Tensor2D;
  /** [B + N, D]; row i < B is the positive of user row i, those from B on are negatives of every row. */
  item: Tensor2D;
  /**
   * Whether the items of the other rows are negatives too: with sampled ones behind them, mixed negatives (Yang et al.,
   * WWW 2020 Companion).
   */
  inBatch: boolean;
  /** [1]; 1 / temperature. */
  scale: Tensor1D;
  /**
   * [B + N] log of the chance that the item stands as a column, at least log 1e-12 is taken; null = no correction. Not
   * differentiated.
   */
  logQ: Tensor1D | null;
  /**
   * Columns that are no negatives of a row, int32 (see hits.ts), and the bits of the kinds that count. Not
   * differentiated.
   */
  hits: Tensor;
  kinds: number;
  /** The hits are of rows and columns in each other's place: `user` are the columns' vectors, `item` the rows'. */
  turned?: boolean;
  /** [B + N] 0 = the column is padding, and no negative of any row. Not differentiated. */
  realColumn: Tensor1D;
  /** [B] 0 = padding, or a row that counts for nothing. Not differentiated. */
  weight: Tensor1D;
}

/**
 * sum_i w_i CE_i / sum_i w_i with CE_i = log sum_j exp(l_ij) - l_ii and l_ij = scale <user_i, column_j> - logQ_j over
 * the columns j that are negatives of i, and i itself; 0 where all w_i are 0. The correction stands on all columns, the
 * positive's too. Gradients reach user, item and scale. No B x (B + N) buffer; where the other rows' items are no
 * negatives, nothing is computed of them.
 * @throws where shapes do not fit, and without any negatives
 */
export function sampledSoftmax(input: SampledSoftmaxInput): Scalar {
  checkShapes(input);
  return onGpu() ? fused(input) : softmaxOnCpu(input);
}

function checkShapes({ user, item, inBatch, turned, logQ, realColumn, weight }: SampledSoftmaxInput): void {
  const [rows, width] = user.shape;
  const columns = item.shape[0];
  const refuse = (why: string): never => {
    throw new Error(`softmax over sampled items: ${why}`);
  };
  if (columns < rows || item.shape[1] !== width)
    refuse(
      `user is [${user.shape}] and item is [${item.shape}]; equal widths and an item for each row are needed: the positive of row i is column i`,
    );
  if (turned && columns !== rows) refuse(`turned round, ${columns} items are no rows of ${rows} users`);
  if (!inBatch && columns === rows) refuse('there are no negatives: neither those of the batch nor sampled ones');
  if (logQ && logQ.size !== columns) refuse(`log q is [${logQ.shape}] for ${columns} columns`);
  if (realColumn.size !== columns) refuse(`realColumn is [${realColumn.shape}] for ${columns} columns`);
  if (weight.size !== rows) refuse(`weight is [${weight.shape}] for ${rows} rows`);
}

/**
 * Four dispatches with the gradient where the other rows' items are negatives, else five; one more for each of the two
 * passes whose sums are cut into parts.
 */
function fused(input: SampledSoftmaxInput): Scalar {
  const { user, item, inBatch, scale, logQ, hits, kinds, turned = false, realColumn, weight } = input;
  const [rows, width] = user.shape;
  const [columns] = item.shape;
  const shape: Shape = { rows, columns, inBatch, width, logQ: logQ !== null, hits: kinds, turned };
  const given: Tensor[] = [user, item, realColumn, scale, ...(logQ ? [logQ] : []), ...(kinds ? [hits] : [])];
  return differentiable<Scalar>(
    { user, item, scale },
    (save) => {
      const forward = emptyTensor([rows, width]);
      const stats = emptyTensor([2 * rows]);
      const loss = emptyTensor<Scalar>([]);
      const total = emptyTensor([1]);
      forwardPass(shape, given, forward, stats);
      runKernel('mean loss', meanSource(rows), [stats, weight, loss, total], [1, 1, 1]);
      save(forward, stats, total, weight, ...given);
      return loss;
    },
    (dy, saved) => {
      const [forward, stats, total, weights, ...shared] = saved as [Tensor, Tensor, Tensor, Tensor, ...Tensor[]];
      const [users, , , factor] = shared as [Tensor, Tensor, Tensor, Tensor];
      const factors = emptyTensor([2 * rows]);
      const dUser = emptyTensor([rows, width]);
      runKernel(
        'user gradient',
        userGradientSource(shape),
        [forward, stats, weights, total, dy, factor, factors, dUser],
        rowsGrid(shape),
      );
      return {
        user: () => dUser,
        item: () => {
          const dItem = emptyTensor([columns, width]);
          itemGradientPass(shape, shared, factors, dItem);
          if (!inBatch)
            runKernel(
              'own item gradient',
              ownGradientSource(shape),
              [users, stats, factors, factor, dItem],
              rowsGrid(shape),
            );
          return dItem;
        },
        // A logit depends on the scale as it does on the user's length.
        scale: () => tf.div(tf.reshape(tf.sum(tf.mul(dUser, users)), [1]), factor),
      };
    },
  );
}
