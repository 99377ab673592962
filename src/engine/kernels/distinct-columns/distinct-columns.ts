/** Which columns of a batch hold an item that no column before them holds. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import { emptyTensor, gridFor, hostArray, mainOver, onGpu, runKernel } from '../../run-kernel';
import { HIT_COLUMN, HIT_KIND_SHIFT } from '../in-batch-softmax/hits';

/**
 * [B] 1 = a real column, and the first of its item.
 * @param hits int32, the lists of in-batch-softmax/hits.ts; a row lists every other real column of its item
 * @param kind the bit of entries that hold the same item; @param realColumn [B]
 */
export function distinctColumns(hits: Tensor, kind: number, realColumn: Tensor1D): Tensor1D {
  const rows = realColumn.size;
  if (onGpu()) {
    const first = emptyTensor<Tensor1D>([rows]);
    runKernel('distinct columns', source(rows, kind), [hits, realColumn, first], gridFor(rows));
    return first;
  }
  const [lists, real] = [hostArray(hits), hostArray(realColumn)];
  return tf.tensor1d(
    Float32Array.from(real, (isReal, row) => {
      const entries = lists.subarray(rows + 1 + lists[row]!, rows + 1 + lists[row + 1]!);
      return isReal > 0 &&
        !entries.some((entry) => ((entry >>> HIT_KIND_SHIFT) & kind) !== 0 && (entry & HIT_COLUMN) < row)
        ? 1
        : 0;
    }),
  );
}

const source = (rows: number, kind: number): string => `
@group(0) @binding(0) var<storage, read> hits: array<u32>;
@group(0) @binding(1) var<storage, read> real: array<f32>;
@group(0) @binding(2) var<storage, read_write> first: array<f32>;
${mainOver(
  rows,
  `
  var is_first = real[index] > 0.0;
  for (var at = hits[index]; at < hits[index + 1u]; at++) {
    let entry = hits[${rows + 1}u + at];
    if (((entry >> ${HIT_KIND_SHIFT}u) & ${kind}u) != 0u && (entry & ${HIT_COLUMN}u) < index) { is_first = false; }
  }
  first[index] = select(0.0, 1.0, is_first);`,
)}`;
