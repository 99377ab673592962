/** Which columns of a batch hold an item that no column before them holds. */
import { emptyTensor, gridFor, hostArray, mainOver, onGpu, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor, Tensor1D } from '../../tf';
import { SAME_ITEM, columnOrder } from '../in-batch-softmax/hits';
import { hitFunctions } from '../in-batch-softmax/hits-source';

/**
 * [B] 1 = a real column, and the first of its item.
 * @param hits int32, those of in-batch-softmax/hits.ts; @param realColumn [B]
 */
export function distinctColumns(hits: Tensor, realColumn: Tensor1D): Tensor1D {
  const rows = realColumn.size;
  if (onGpu()) {
    const first = emptyTensor<Tensor1D>([rows]);
    runKernel('distinct columns', source(rows), [hits, realColumn, first], gridFor(rows));
    return first;
  }
  const [words, real] = [hostArray(hits), hostArray(realColumn)];
  const { at, count } = columnOrder(rows, rows, true);
  const first = new Float32Array(rows);
  for (let place = 0; place < count; place++) {
    const column = words[at + count + place]!;
    if (real[column]! > 0 && (place === 0 || words[at + place - 1] !== words[at + place])) first[column] = 1;
  }
  return tf.tensor1d(first);
}

/** One thread for each place in the order of the columns; of equal items the first column stands first. */
const source = (rows: number): string => `
@group(0) @binding(0) var<storage, read> hits: array<u32>;
@group(0) @binding(1) var<storage, read> real: array<f32>;
@group(0) @binding(2) var<storage, read_write> first: array<f32>;
${hitFunctions({ rows, columns: rows, inBatch: true, kinds: SAME_ITEM })}
${mainOver(
  rows,
  `
  let column = column_at(index);
  let is_new = index == 0u || item_at(max(index, 1u) - 1u) != item_at(index);
  first[column] = select(0.0, 1.0, real[column] > 0.0 && is_new);`,
)}`;
