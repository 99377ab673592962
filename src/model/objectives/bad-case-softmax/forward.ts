import { raceKeys } from '../../../engine/kernels/class-race/class-race';
import { SAME_ITEM, SAME_USER } from '../../../engine/kernels/in-batch-softmax/hits';
import { highestColumns, type RowColumns } from '../../../engine/kernels/paired-scores/columns';
import { pairedScores } from '../../../engine/kernels/paired-scores/paired-scores';
import { sampledNegatives } from '../../../engine/kernels/sampled-negatives/sampled-negatives';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D } from '../../../engine/tf';
import type { Context, Forward } from '../../blocks/block';
import { total, weightOfRows } from '../row-scores';
import { makesCases, requestOf } from './block';
import type block from './block';

/** What a user took is neither bad nor not clicked. */
const TAKEN = SAME_ITEM | SAME_USER;
/** Places of the classes. */
const [CLICK, NO_CLICK, BAD] = [0, 1, 2] as const;

const forward: Forward<typeof block> = ({ classes }, _, params, ctx) => {
  const { widths } = classes.type;
  const { pairs, detach, probe } = ctx;
  const [rows] = classes.user.shape;
  const sampled = classes.item.shape[0] - rows;
  const split = (x: Tensor2D): Tensor2D[] => tf.split<Tensor2D>(x, [...widths], 1);
  const [users, items, others] = [
    split(classes.user),
    split(tf.slice(classes.item, 0, rows)),
    split(tf.slice(classes.item, rows)),
  ];
  const { columns, there } = badCases(classes, params, ctx);
  const places = there.shape[1];
  /** What a row may be: nothing is labelled bad where no cases are made, and two classes are left. */
  const possible = (logits: readonly Tensor2D[]): readonly Tensor2D[] =>
    makesCases(params) ? logits : logits.slice(0, BAD);
  const scaled = (x: Tensor2D): Tensor2D => tf.mul(x, classes.scale);
  // [B, 1 + bad]: the rows' own items, then their bad cases.
  const own = users.map((user, c) => scaled(pairedScores(user, items[c]!, columns)));
  // [B, N]
  const drawn = users.map((user, c) => scaled(tf.matMul(user, others[c]!, false, true)));
  const open = sampledNegatives(pairs.hits, rows, sampled, TAKEN);
  const shown = params.from === 'shown' ? tf.mul(open, dealt(rows, sampled)) : open;
  const labelled = tf.concat2d(
    [tf.slice(own[CLICK]!, [0, 0], [rows, 1]), tf.slice(own[BAD]!, [0, 1], [rows, places])],
    1,
  );
  const counts = tf.concat2d([tf.ones([rows, 1]), there], 1);
  const share = tf.div(params.noClicks, tf.maximum(tf.sum(shown, 1, true), 1)) as Tensor2D; // [B, 1]
  const notClicked: Tensor2D = tf.mul(shown, share);
  const weight = tf.expandDims(weightOfRows(pairs, params), 1) as Tensor2D;
  const losses = tf.add(
    tf.sum(tf.mul(counts, tf.sub(logSumExp(possible(own), detach), labelled)), 1, true),
    tf.sum(tf.mul(notClicked, tf.sub(logSumExp(possible(drawn), detach), drawn[NO_CLICK]!)), 1, true),
  );
  const all = tf.add(tf.sum(counts, 1, true), tf.sum(notClicked, 1, true));

  probe('judged', () => {
    const isKnown = tf.lessEqual(ctx.relevance(requestOf(params)), 1);
    return tf.reshape(tf.mean(tf.cast(isKnown, 'float32')), [1, 1]) as Tensor2D;
  });
  probe('found', () => tf.sum(there, 1, true));
  probe('relevance', () => {
    // The inner product with a unit vector reads one number.
    const read = pairedScores(ctx.relevance(requestOf(params)), tf.eye(rows), columns);
    return mean(tf.slice(read, [0, 1]), there);
  });
  probe('click', () => {
    const chances: Tensor2D = tf.exp(tf.sub(own[CLICK]!, logSumExp(own, detach)));
    return mean(tf.slice(chances, [0, 1]), there);
  });
  return { loss: { values: tf.div(total(tf.mul(weight, losses)), tf.maximum(total(tf.mul(weight, all)), 1e-30)) } };
};

export default forward;

type Classes = Parameters<typeof forward>[0]['classes'];

/**
 * The row's own column, then those that its race draws. Without bad cases one empty place: a tensor has some size.
 */
function badCases(
  { user, item, scale, type: { widths } }: Classes,
  params: Parameters<typeof forward>[2],
  { pairs, relevance, uniform }: Pick<Context, 'pairs' | 'relevance' | 'uniform'>,
): RowColumns {
  const [rows] = user.shape;
  return tf.tidy(() => {
    const entry = { values: relevance(requestOf(params)), below: makesCases(params) ? params.threshold : 0 };
    const keys = raceKeys({ user, item, scale, widths }, entry, uniform('race', [rows, rows]));
    const masks = { hits: pairs.hits, kinds: TAKEN, realColumn: pairs.realColumn as Tensor1D };
    return highestColumns(keys, masks, Math.max(1, params.bad));
  });
}

/** [B, N] 1 = the column is of what the row's user was shown: column n is of row n % B. */
const dealt = (rows: number, columns: number): Tensor2D =>
  tf.tensor2d(
    Float32Array.from({ length: rows * columns }, (_, at) =>
      Number((at % columns) % rows === Math.floor(at / columns)),
    ),
    [rows, columns],
  );

/** Of the logits of the classes, one matrix each. */
function logSumExp(logits: readonly Tensor2D[], detach: Context['detach']): Tensor2D {
  const largest = detach(logits.reduce((a, b) => tf.maximum(a, b)));
  const sum = logits.map((x): Tensor2D => tf.exp(tf.sub(x, largest))).reduce((a, b) => tf.add(a, b));
  return tf.add(tf.log(sum), largest);
}

const mean = (x: Tensor2D, there: Tensor2D): Tensor2D =>
  tf.div(total(tf.mul(x, there)), tf.maximum(total(there), 1)) as unknown as Tensor2D;
