/** Bad cases as a user of tfjs writes them: all pairs of a batch in matrices, the sampled ones marked among them. */
import type { Batch } from '../../data/batches';
import type { Positives } from '../../data/positives';
import { SAME_ITEM, SAME_USER } from '../../engine/kernels/in-batch-softmax/hits';
import * as tf from '../../engine/tf';
import type { Tensor2D } from '../../engine/tf';
import type { Forward } from '../../model/blocks/block';
import { weightOfRows } from '../../model/objectives/row-scores';
import type badCaseSoftmax from '../../model/objectives/bad-case-softmax/block';
import { requestOf } from '../../model/objectives/bad-case-softmax/block';
import { blockedPairs, blockedSamples } from './plain-inputs';

/** Added to the key of a pair that takes no part. */
const MASKED = -1e9;
const SMALLEST = 2 ** -25;
const TAKEN = SAME_ITEM | SAME_USER;

export const stockBadCases =
  (batch: Batch, positives: Positives): Forward<typeof badCaseSoftmax> =>
  ({ classes }, _, params, { pairs, relevance, uniform }) => {
    if (params.from === 'shown') throw new Error('the stock model draws what is not clicked from the catalogue');
    const { size, sampled, realColumn } = batch;
    const widths = [...classes.type.widths];
    const split = (x: Tensor2D): Tensor2D[] => tf.split<Tensor2D>(x, widths, 1);
    const users = split(classes.user);
    const logitsWith = (item: Tensor2D): Tensor2D[] =>
      split(item).map((part, c) => tf.mul(tf.matMul(users[c]!, part, false, true), classes.scale));
    const entropyOf = (logits: readonly Tensor2D[], label: number): Tensor2D =>
      tf.sub(tf.logSumExp(tf.stack([...logits], 2), 2), logits[label]!);

    const crossed = logitsWith(tf.slice(classes.item, 0, size));
    const own: Tensor2D = tf.eye(size);
    const isReal = tf.tensor2d(realColumn, [size, 1]);
    const blocked = tf.maximum(own, tf.tensor2d(blockedPairs(batch, positives, TAKEN), [size, size]));
    const below = tf.cast(tf.less(relevance(requestOf(params)), params.threshold), 'float32');
    const runs: Tensor2D = tf.mul(tf.mul(below, tf.sub(1, blocked)), isReal);
    const waits = tf.neg(tf.log(tf.maximum(uniform('race', [size, size]), SMALLEST)));
    const noise = tf.log(tf.maximum(waits, SMALLEST)) as Tensor2D;
    const drawn = tf.customGrad((click) => {
      const keys = tf.add(tf.sub(tf.neg(click as Tensor2D), noise), tf.mul(tf.sub(1, runs), MASKED));
      // The highest of each row, one after the other.
      let [rest, marked] = [keys as Tensor2D, tf.zerosLike(keys) as Tensor2D];
      for (let place = 0; place < params.bad; place++) {
        const best = tf.cast(tf.greaterEqual(rest, tf.max(rest, 1, true)), 'float32') as Tensor2D;
        [rest, marked] = [tf.add(rest, tf.mul(best, 2 * MASKED)), tf.add(marked, best)];
      }
      return { value: tf.mul(runs, marked), gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy) };
    });
    const clicked = entropyOf(crossed, 0);
    const bad = drawn(clicked) as Tensor2D;
    const shown = tf.sub(1, tf.tensor2d(blockedSamples(batch, positives, TAKEN), [size, sampled.length]));
    const shares = tf.div(tf.mul(shown, params.noClicks), tf.maximum(tf.sum(shown, 1, true), 1));
    const losses = [
      tf.mul(own, clicked),
      tf.mul(bad, entropyOf(crossed, 2)),
      tf.mul(shares, entropyOf(logitsWith(tf.slice(classes.item, size)), 1)),
    ].map((x) => tf.sum(x, 1));
    const counts = tf.add(1, tf.add(tf.sum(bad, 1), tf.sum(shares, 1)));
    const weight = weightOfRows(pairs, params);
    const total: tf.Scalar = tf.sum(
      tf.mul(
        weight,
        losses.reduce((a, b) => tf.add(a, b)),
      ),
    );
    return { loss: { values: tf.div(total, tf.maximum(tf.sum(tf.mul(weight, counts)), 1e-30)) } };
  };
