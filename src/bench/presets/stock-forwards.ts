/**
 * Blocks whose path without our kernels runs in plain loops, as a user of tfjs writes them. The others are written in
 * its operations already.
 */
import type { Batch } from '../../data/batches';
import type { Dataset } from '../../data/dataset';
import type { Positives } from '../../data/positives';
import { fnv1a } from '../../engine/kernels/counter-uniform/reference';
import { historyShares } from '../../engine/kernels/history-shares/history-shares';
import { l2Normalise } from '../../engine/kernels/l2-normalise/l2-normalise';
import { startLogit } from '../../engine/kernels/routing/reference';
import { squash } from '../../engine/kernels/squash/squash';
import * as tf from '../../engine/tf';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '../../engine/tf';
import type { AnyForward, Forward } from '../../model/blocks/block';
import type capsules from '../../model/blocks/capsules/block';
import { eventsOf } from '../../model/blocks/capsules/events';
import type labelAware from '../../model/blocks/label-aware/block';
import type lstm from '../../model/blocks/lstm/block';
import { scaleOf } from '../../model/blocks/match/scale';
import type categoryAlignment from '../../model/objectives/category-alignment/block';
import { alignment } from '../../model/objectives/category-alignment/forward';
import type inBatchSoftmax from '../../model/objectives/in-batch-softmax/block';
import type triplet from '../../model/objectives/triplet/block';
import { ofRows } from '../../model/blocks/own-rows';
import { hitKinds, weightOfRows } from '../../model/objectives/row-scores';
import { blockedPairs, distinctItems } from './plain-inputs';
import { stockBadCases } from './stock-bad-cases';

/** Added to the logit of a column that is no negative; exp of it is exactly 0. */
const MASKED = -1e9;

export function stockForwards(
  batch: Batch,
  { users }: Pick<Dataset, 'users'>,
  positives: Positives,
): Readonly<Record<string, AnyForward>> {
  const { size } = batch;
  const ownItem = (): Tensor2D => tf.eye(size);
  const softmax: Forward<typeof inBatchSoftmax> = ({ pairing: { user, item, scale } }, _, params, { pairs }) => {
    if (params.sampling !== 'none') throw new Error('the stock model has the softmax without columns beside the rows’');
    const weight = weightOfRows(pairs, params);
    const blocked: Tensor2D = tf.mul(
      tf.tensor2d(blockedPairs(batch, positives, hitKinds(params)), [size, size]),
      MASKED,
    );
    const scores: Tensor2D = tf.mul(tf.matMul(user, item, false, true), scale);
    const lossOf = (logits: Tensor2D): tf.Scalar =>
      tf.losses.softmaxCrossEntropy(ownItem(), logits, weight, 0, tf.Reduction.MEAN) as tf.Scalar;
    const rows = lossOf(tf.add(params.logQ ? tf.sub(scores, pairs.logQ as Tensor1D) : scores, blocked));
    if (params.direction === 'rows') return { loss: { values: rows } };
    return { loss: { values: tf.mul(tf.add(rows, lossOf(tf.add(tf.transpose(scores), tf.transpose(blocked)))), 0.5) } };
  };
  const hardest: Forward<typeof triplet> = ({ pairing: { user, item } }, _, params, { pairs }) => {
    if (params.choose !== 'hardest' || params.hard > 1 || params.hardShare < 1 || params.form !== 'similarity')
      throw new Error('the stock model knows triplets of one hardest item, by similarity');
    const scores: Tensor2D = tf.matMul(user, item, false, true);
    // A row's own item and accidental hits are no negatives, and neither is padding.
    const none = tf.maximum(
      tf.add(ownItem(), tf.tensor2d(blockedPairs(batch, positives, hitKinds(params)), [size, size])),
      tf.sub(1, pairs.realColumn as Tensor1D),
    );
    const most = tf.max(tf.add(scores, tf.mul(none, MASKED)), 1);
    const weight = tf.mul(weightOfRows(pairs, params), tf.sub(1, tf.min(none, 1)));
    const within = tf.relu(tf.add(tf.sub(most, tf.sum(tf.mul(scores, ownItem()), 1)), params.margin));
    const sum: tf.Scalar = tf.sum(tf.mul(weight, within));
    return { loss: { values: params.reduction === 'sum' ? sum : tf.div(sum, tf.maximum(tf.sum(weight), 1e-30)) } };
  };
  const categories: Forward<typeof categoryAlignment> = ({ pairing }, _, params, { column }) => ({
    loss: { values: alignment(pairing, column(params.field), tf.tensor1d(distinctItems(batch)), params.least) },
  });
  const forwards = {
    'in-batch-softmax': softmax,
    triplet: hardest,
    'category-alignment': categories,
    'bad-case-softmax': stockBadCases(batch, positives),
    lstm: memory,
    capsules: routed(batch, users),
    'label-aware': byLabel,
  };
  return forwards as unknown as Readonly<Record<string, AnyForward>>;
}

/** Step after step, as a loop over time in tfjs does it. */
const memory: Forward<typeof lstm> = ({ sequence }, weights, { layers, width, residual, dropout }, ctx) => {
  const { values, mask } = eventsOf(sequence);
  const [rows, length, below] = values.shape;
  const there = tf.unstack(tf.reshape(mask, [rows, length, 1]), 1) as Tensor2D[];
  let x: Tensor2D = tf.reshape(values, [rows * length, below]);
  for (let layer = 1; layer <= layers; layer++) {
    const weight = (name: string) => weights[`layer${layer}/${name}`] as Tensor2D;
    const inputs = tf.unstack(
      tf.reshape(tf.add(tf.matMul(x, weight('kernel')), weight('bias')), [rows, length, 4 * width]),
      1,
    ) as Tensor2D[];
    let [h, c]: [Tensor2D, Tensor2D] = [tf.zeros([rows, width]), tf.zeros([rows, width])];
    const states = inputs.map((input, t) => {
      const [i, f, g, o] = tf.split(tf.add(input, tf.matMul(h, weight('recurrent'))), 4, 1) as [
        Tensor2D,
        Tensor2D,
        Tensor2D,
        Tensor2D,
      ];
      const cell: Tensor2D = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
      const state: Tensor2D = tf.mul(tf.sigmoid(o), tf.tanh(cell));
      const kept = (before: Tensor2D, after: Tensor2D): Tensor2D =>
        tf.add(before, tf.mul(there[t]!, tf.sub(after, before)));
      return ([h, c] = [kept(h, state), kept(c, cell)])[0];
    });
    let out: Tensor2D = tf.reshape(tf.stack(states, 1), [rows * length, width]);
    if (ctx.training && dropout > 0 && layer < layers)
      out = ctx.dropout(`layer${layer}`, out, { rate: dropout, factor: 1 / (1 - dropout) });
    x = residual && x.shape[1] === width ? tf.add(x, out) : out;
  }
  return {
    sequence: { values: tf.reshape(x, [rows, length, 1, width]) as Tensor4D, mask, ageDays: sequence[0]!.ageDays },
  };
};

/**
 * Routing round after round; the start of the couplings is drawn in JavaScript and uploaded, as everything drawn is.
 */
const routed =
  (batch: Batch, users: readonly string[]): Forward<typeof capsules> =>
  ({ sequence }, weights, { count, width, rounds, sharpness, adaptive, by, halfLife }, { detach }) => {
    const { values, mask } = eventsOf(sequence);
    const [rows, events, own] = values.shape;
    const mapped = tf.reshape(tf.matMul(tf.reshape(values, [rows * events, own]), weights.map as Tensor2D), [
      rows,
      events,
      width,
    ]) as Tensor3D;
    const hashes = Array.from(batch.users, (user) => fnv1a(users[user]!));
    const start = Float32Array.from({ length: rows * events * count }, (_, at) =>
      startLogit(
        hashes[Math.floor(at / (events * count))]!,
        events - 1 - (Math.floor(at / count) % events),
        at % count,
      ),
    );
    // Capsule k > 0 is there from 2^(k + 1) events on: max(1, min(K, floor(log2 n))) of them are.
    const least = Array.from({ length: count }, (_, k) => (k === 0 || !adaptive ? 0 : 2 ** (k + 1)));
    const active: Tensor2D = tf.cast(tf.greaterEqual(tf.sum(mask, 1, true), tf.tensor2d(least, [1, count])), 'float32');
    const absent = tf.mul(tf.sub(1, tf.expandDims(active, 1)), MASKED);
    const [fixed, there] = [detach(mapped), tf.expandDims(mask, 2)];
    const fading: Tensor =
      by === 'learnt'
        ? tf.expandDims(
            tf.mul(historyShares({ mask, halfLife, position: weights.position as Tensor1D }), tf.sum(mask, 1, true)),
            2,
          )
        : there;
    let logits: Tensor3D = tf.tensor3d(start, [rows, events, count]);
    const couplings = (): Tensor3D => tf.mul(tf.softmax(tf.add(logits, absent)), there);
    for (let round = 1; round < rounds; round++) {
      logits = tf.add(
        logits,
        tf.mul(
          tf.matMul(fixed, squash(tf.matMul(tf.mul(couplings(), detach(fading)), fixed, true, false)), false, true),
          sharpness,
        ),
      );
    }
    const coupling = tf.mul(couplings(), fading) as Tensor3D;
    return {
      interests: { values: squash(tf.matMul(coupling, mapped, true, false)), active },
      coupling: { values: coupling },
    };
  };

const byLabel: Forward<typeof labelAware> = (
  { interests: { values, active }, item },
  weights,
  { score, temperature, learnTemperature, attention, sharpness },
  ctx,
) => {
  const [rows, count, width] = values.shape;
  const side = (x: Tensor2D): Tensor2D => (score === 'cosine' ? l2Normalise(x) : x);
  const [interests, items] = [
    tf.reshape(side(tf.reshape(values, [rows * count, width])), [rows, count, width]) as Tensor3D,
    side(item.values),
  ];
  const products = tf.add(
    tf.reshape(tf.matMul(interests, tf.expandDims(ofRows(items, rows), 2)), [rows, count]),
    tf.mul(tf.sub(1, active), MASKED),
  ) as Tensor2D;
  // 1 where none is greater, since a step has no slope; interests that are one vector, as of a single event, share it.
  const hits: Tensor2D = tf.sub(1, tf.step(tf.sub(tf.max(products, 1, true), products)));
  const shares = attention === 'best' ? tf.div(hits, tf.sum(hits, 1, true)) : tf.softmax(tf.mul(products, sharpness));
  const user = tf.reshape(tf.matMul(tf.reshape(shares, [rows, 1, count]), interests), [rows, width]) as Tensor2D;
  return {
    pairing: { user, item: items, scale: scaleOf(weights, { temperature, learnTemperature }, ctx), interests, active },
  };
};
