/** What objectives of a ranker read alike: the candidates of each row, and what the rows count. */
import * as tf from '../../engine/tf';
import type { Tensor2D } from '../../engine/tf';
import type { Pairs } from '../blocks/block';
import { weightOfRows } from './row-scores';

export interface CandidateRows {
  /** [B, C] 1 = taken. */
  labels: Tensor2D;
  /** [B, C] 1 = a candidate. */
  there: Tensor2D;
  /** [B, C] log-odds by the teacher, and 1 = it scored the candidate; null without one, and where its share is 0. */
  teacher: { logits: Tensor2D; scored: Tensor2D } | null;
  /** [B, 1] what the row counts; 0 for padding. */
  weight: Tensor2D;
}

/** @throws Error where the batch has no candidates */
export function candidateRows(pairs: Pairs, params: { rowWeights: boolean; teacherShare: number }): CandidateRows {
  const { lists } = pairs;
  if (!lists) throw new Error('internal: the batch has no candidates');
  const { each, labels, there, teacher } = lists;
  const weight = weightOfRows(pairs, params);
  const shape: [number, number] = [weight.size, each];
  return {
    labels: tf.reshape(labels, shape),
    there: tf.reshape(there, shape),
    teacher:
      teacher && params.teacherShare > 0
        ? { logits: tf.reshape(teacher.logits, shape), scored: tf.reshape(teacher.scored, shape) }
        : null,
    weight: tf.reshape(weight, [weight.size, 1]),
  };
}
