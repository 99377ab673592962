import { classEntropy, logSumExp, meanEntropy } from '../../../engine/kernels/class-entropy/class-entropy';
import { raceKeys } from '../../../engine/kernels/class-race/class-race';
import { SAME_ITEM, SAME_USER } from '../../../engine/kernels/in-batch-softmax/hits';
import { highestColumns, type RowColumns } from '../../../engine/kernels/paired-scores/columns';
import { pairedScores } from '../../../engine/kernels/paired-scores/paired-scores';
import { sampledNegatives } from '../../../engine/kernels/sampled-negatives/sampled-negatives';
import * as tf from '../../../engine/tf';
import type { Tensor1D, Tensor2D } from '../../../engine/tf';
import type { Context, Forward } from '../../blocks/block';
import { ofRows } from '../../blocks/own-rows';
import { total, weightOfRows } from '../row-scores';
import { makesCases, requestOf } from './block';
import type block from './block';

/** What a user took is neither bad nor not clicked. */
const TAKEN = SAME_ITEM | SAME_USER;
/** Places of the classes. */
const [CLICK, NO_CLICK, BAD] = [0, 1, 2] as const;

const forward: Forward<typeof block> = ({ classes }, _, params, ctx) => {
  const { widths } = classes.type;
  const { pairs, probe } = ctx;
  const [rows] = classes.user.shape;
  const sampled = classes.item.shape[0] - rows;
  const user: Tensor2D = tf.mul(classes.user, classes.scale);
  const { columns, there } = badCases(classes, params, ctx);
  // Of each class in turn [B, 1 + bad]: the rows' own items, then their bad cases.
  const own = pairedScores(user, ofRows(classes.item, rows), columns, { widths, most: rows });
  // [B, N] each
  const split = (x: Tensor2D): Tensor2D[] => tf.split<Tensor2D>(x, [...widths], 1);
  const others = split(tf.slice(classes.item, rows));
  const drawn = split(user).map((part, c): Tensor2D => tf.matMul(part, others[c]!, false, true));
  const open = sampledNegatives(pairs.hits, rows, sampled, TAKEN);
  const shown = params.from === 'shown' ? tf.mul(open, dealt(rows, sampled)) : open;
  const share = tf.div(params.noClicks, tf.maximum(tf.sum(shown, 1, true), 1)) as Tensor2D; // [B, 1]
  // Nothing is labelled bad where no cases are made, and two classes are left.
  const [possible, bad] = makesCases(params) ? [3, BAD] : [2, NO_CLICK];
  const sums = tf.add(
    classEntropy([own], there, { first: CLICK, others: bad }, possible),
    classEntropy(drawn, tf.mul(shown, share), { first: null, others: NO_CLICK }, possible),
  ) as Tensor2D;

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
    const logits = tf.split<Tensor2D>(own, widths.length, 0);
    const chances: Tensor2D = tf.exp(tf.sub(logits[CLICK]!, logSumExp(logits)));
    return mean(tf.slice(chances, [0, 1]), there);
  });
  return { loss: { values: meanEntropy(sums, weightOfRows(pairs, params)) } };
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

const mean = (x: Tensor2D, there: Tensor2D): Tensor2D =>
  tf.div(total(tf.mul(x, there)), tf.maximum(total(there), 1)) as unknown as Tensor2D;
