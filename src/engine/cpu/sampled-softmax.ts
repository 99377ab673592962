/** The softmax over sampled items on the CPU path: the loss and all its gradients in one call. */
import type { HitLists } from '../kernels/in-batch-softmax/hits';
import { Frame, wasm } from './module';

/** See `sampledSoftmax`; all are of tensors of these sizes. */
export interface SoftmaxNumbers {
  rows: number;
  columns: number;
  width: number;
  inBatch: boolean;
  user: Float32Array;
  item: Float32Array;
  scale: number;
  logQ: Float32Array | null;
  /** Columns that are no negatives of each row. */
  hits: HitLists;
  realColumn: Float32Array;
  weight: Float32Array;
}

/** Gradients are those of the loss as it stands. */
export interface SoftmaxResult {
  loss: number;
  scale: number;
  user: Float32Array;
  item: Float32Array;
}

export function softmaxWithGradients(given: SoftmaxNumbers): SoftmaxResult {
  const { rows, columns, width, inBatch, scale } = given;
  const frame = new Frame();
  const [result, dUser, dItem] = [frame.numbers(2), frame.numbers(rows * width), frame.numbers(columns * width)];
  wasm().sampledSoftmax(
    frame.put(given.user),
    frame.put(given.item),
    rows,
    columns,
    width,
    inBatch ? 0 : rows,
    scale,
    given.logQ ? frame.put(given.logQ) : 0,
    frame.putWords(given.hits.start),
    frame.putWords(given.hits.columns),
    frame.put(given.realColumn),
    frame.put(given.weight),
    result,
    dUser,
    dItem,
    frame.room(wasm().softmaxRoom(rows, columns)),
    frame.room(wasm().productRoom()),
  );
  const [loss = Number.NaN, slope = Number.NaN] = frame.take(result, 2);
  return { loss, scale: slope, user: frame.take(dUser, rows * width), item: frame.take(dItem, columns * width) };
}
