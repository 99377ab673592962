/** `sampledSoftmax` on the CPU path. */
import { softmaxWithGradients } from '../../cpu/sampled-softmax';
import { differentiable } from '../../differentiable';
import { hostArray } from '../../run-kernel';
import * as tf from '../../tf';
import type { Scalar, Tensor } from '../../tf';
import { hitLists } from './hits';
import type { SampledSoftmaxInput } from './sampled-softmax';

/** @see sampledSoftmax; the gradients are made with the loss, and wait for `dy`. */
export function softmaxOnCpu(input: SampledSoftmaxInput): Scalar {
  const { user, item, inBatch, scale, logQ, hits, kinds, turned = false, realColumn, weight } = input;
  const [rows, width] = user.shape;
  const columns = item.shape[0];
  return differentiable<Scalar>(
    { user, item, scale },
    (save) => {
      const found = softmaxWithGradients({
        rows,
        columns,
        width,
        inBatch,
        user: hostArray(user),
        item: hostArray(item),
        scale: hostArray(scale)[0]!,
        logQ: logQ && hostArray(logQ),
        hits: hitLists(hostArray(hits), rows, columns, kinds, turned),
        realColumn: hostArray(realColumn),
        weight: hostArray(weight),
      });
      const gradients = [
        tf.tensor2d(found.user, [rows, width]),
        tf.tensor2d(found.item, [columns, width]),
        tf.tensor1d([found.scale]),
      ];
      save(...gradients);
      return tf.scalar(found.loss);
    },
    (dy, saved) => {
      const [dUser, dItem, dScale] = saved as [Tensor, Tensor, Tensor];
      return { user: () => tf.mul(dUser, dy), item: () => tf.mul(dItem, dy), scale: () => tf.mul(dScale, dy) };
    },
  );
}
