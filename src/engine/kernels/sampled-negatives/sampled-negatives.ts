/** Which sampled items are negatives of which rows. */
import { emptyTensor, gridFor, hostArray, mainOver, onGpu, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor, Tensor2D } from '../../tf';
import { hitMatrix } from '../in-batch-softmax/hits';
import { LOOKED, hitFunctions } from '../in-batch-softmax/hits-source';

/**
 * [B, N] 1 = the sampled item is a negative of the row, 0 = an accidental hit. Rows of padding have no hits.
 * @param hits int32, those of in-batch-softmax/hits.ts; @param kinds bits of the kinds that count
 */
export function sampledNegatives(hits: Tensor, rows: number, sampled: number, kinds: number): Tensor2D {
  if (kinds === 0) return tf.ones([rows, sampled]);
  if (onGpu()) {
    const there = emptyTensor<Tensor2D>([rows, sampled]);
    runKernel(
      'sampled negatives',
      source(rows, sampled, kinds),
      [hits, there],
      gridFor(rows * Math.ceil(sampled / LOOKED)),
    );
    return there;
  }
  const columns = rows + sampled;
  const found = hitMatrix(hostArray(hits), rows, columns, kinds);
  return tf.tensor2d(
    Float32Array.from({ length: rows * sampled }, (_, at) => {
      const row = Math.floor(at / sampled);
      return 1 - found[row * columns + rows + (at % sampled)]!;
    }),
    [rows, sampled],
  );
}

/** A thread for each row and so many places in the order of the sampled items. */
const source = (rows: number, sampled: number, kinds: number): string => `
@group(0) @binding(0) var<storage, read> hits: array<u32>;
@group(0) @binding(1) var<storage, read_write> there: array<f32>;
${hitFunctions({ rows, columns: rows + sampled, inBatch: false, kinds })}
${mainOver(
  rows * Math.ceil(sampled / LOOKED),
  `
  let row = index % ${rows}u;
  let first = index / ${rows}u * ${LOOKED}u;
  let items = items_at(first);
  let found = hit_bits(row, positive_from(row, items[0].x), first, items).x;
  for (var c = 0u; c < min(${LOOKED}u, ${sampled}u - first); c++) {
    there[row * ${sampled}u + column_at(first + c) - ${rows}u] = select(1.0, 0.0, ((found >> c) & 1u) == 1u);
  }`,
)}`;
