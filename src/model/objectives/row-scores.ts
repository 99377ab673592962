/** What objectives that compare a row's own item with a few others of the batch compute alike. */
import { SAME_ITEM, SAME_USER } from '../../engine/kernels/in-batch-softmax/hits';
import { hardestColumns, shiftedColumns, type RowColumns } from '../../engine/kernels/paired-scores/columns';
import { pairedScores } from '../../engine/kernels/paired-scores/paired-scores';
import * as tf from '../../engine/tf';
import type { Tensor, Tensor1D, Tensor2D } from '../../engine/tf';
import type { Context, Pairs } from '../blocks/block';
import { ofRows } from '../blocks/own-rows';

interface Masks {
  sameItem: boolean;
  sameUser: boolean;
}

/** Kinds of accidental hits that are no negatives. */
export const hitKinds = ({ sameItem, sameUser }: Masks): number =>
  (sameItem ? SAME_ITEM : 0) | (sameUser ? SAME_USER : 0);

/** [B]; columns are the items of the rows, so a real column is a real row. */
export const weightOfRows = (pairs: Pairs, { rowWeights }: { rowWeights: boolean }): Tensor1D =>
  (rowWeights ? pairs.weight : pairs.realColumn) as Tensor1D;

export interface RowScores {
  /**
   * [B, 1 + N]: inner products of the rows' vectors with those of their own items, then with those of their negatives;
   * 0 where there is none.
   */
  scores: Tensor2D;
  /** [B, N] 1 = a negative is there. */
  there: Tensor2D;
}

/** [B, 1] of the rows' own items, [B, N] of their negatives. */
export const parted = ({ scores, there }: RowScores): [own: Tensor2D, negative: Tensor2D] =>
  tf.split(scores, [1, there.shape[1]], 1) as [Tensor2D, Tensor2D];

interface Chosen extends Masks {
  choose: 'random' | 'hardest' | 'both';
  negatives: number;
  hard: number;
  hardShare: number;
}

/** @param user [B, D]; @param items [B, D], or more rows behind those */
export function rowScores(
  user: Tensor2D,
  items: Tensor2D,
  params: Chosen,
  { pairs, dropout }: Pick<Context, 'pairs' | 'dropout'>,
): RowScores {
  const item = ofRows(items, user.shape[0]);
  const masks = { hits: pairs.hits, kinds: hitKinds(params), realColumn: pairs.realColumn as Tensor1D };
  // What is hardest for one row may be so for all.
  const scoresOf = ({ columns, there }: RowColumns, most = user.shape[0]): RowScores => ({
    scores: pairedScores(user, item, columns, { most }),
    there,
  });
  const hardest = (): RowScores => {
    const found = scoresOf(hardestColumns(user, item, masks, params.hard));
    if (params.hardShare === 1) return found;
    const drawn = dropout('hard', tf.ones([found.there.shape[0], 1]), { rate: 1 - params.hardShare, factor: 1 });
    return { ...found, there: tf.mul(found.there, drawn) };
  };
  if (params.choose === 'hardest') return hardest();
  const random = scoresOf(shiftedColumns(masks, params.negatives), 1 + params.negatives);
  if (params.choose === 'random') return random;
  const hard = hardest();
  return {
    scores: tf.concat2d([random.scores, parted(hard)[1]], 1),
    there: tf.concat2d([random.there, hard.there], 1),
  };
}

/** sum of w x / sum of w, 0 where nothing has weight. @param x, weight matrices of one shape */
export function weightedMean(x: Tensor, weight: Tensor): tf.Scalar {
  return tf.div(total(tf.mul(weight, x)), tf.maximum(total(weight), 1e-30));
}

/** Sum of a matrix, row by row first: a workgroup then sums few numbers, not all of them. */
export const total = (x: Tensor): tf.Scalar => tf.sum(tf.sum(x, 1));
