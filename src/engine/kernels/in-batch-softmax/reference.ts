/** The softmax over sampled items in plain loops and double precision, with the gradients written out by hand. */

export interface ReferenceInput {
  rows: number;
  width: number;
  /** [rows x width] */
  user: ArrayLike<number>;
  /** [columns x width]; the rows' items, then those that only stand as columns. */
  item: ArrayLike<number>;
  /** Whether the other rows' items are negatives. */
  inBatch: boolean;
  scale: number;
  /** [columns] or null */
  logQ: ArrayLike<number> | null;
  /** [rows x columns] or null */
  blocked: ArrayLike<number> | null;
  /** [rows] */
  weight: ArrayLike<number>;
}

/** Gradients of user, item (all columns) and scale. */
export interface ReferenceResult {
  loss: number;
  user: Float64Array;
  item: Float64Array;
  scale: number;
}

export function sampledSoftmaxReference({
  rows,
  width,
  user,
  item,
  inBatch,
  scale,
  logQ,
  blocked,
  weight,
}: ReferenceInput): ReferenceResult {
  const columns = item.length / width;
  const result: ReferenceResult = {
    loss: 0,
    user: new Float64Array(rows * width),
    item: new Float64Array(columns * width),
    scale: 0,
  };
  let total = 0;
  for (let i = 0; i < rows; i++) total += weight[i]!;
  total ||= 1;
  for (let i = 0; i < rows; i++) {
    const share = weight[i]! / total;
    if (share === 0) continue;
    const dots = Array.from({ length: columns }, (_, j) => {
      let dot = 0;
      for (let d = 0; d < width; d++) dot += user[i * width + d]! * item[j * width + d]!;
      return dot;
    });
    const counts = (j: number) => j === i || ((inBatch || j >= rows) && !blocked?.[i * columns + j]);
    const logits = dots.map((dot, j) => (counts(j) ? scale * dot - (logQ?.[j] ?? 0) : -Infinity));
    const largest = Math.max(...logits);
    const exps = logits.map((logit) => Math.exp(logit - largest));
    const sum = exps.reduce((a, b) => a + b, 0);
    result.loss += share * (Math.log(sum) + largest - logits[i]!);
    for (let j = 0; j < columns; j++) {
      const slope = share * (exps[j]! / sum - (i === j ? 1 : 0));
      result.scale += slope * dots[j]!;
      for (let d = 0; d < width; d++) {
        result.user[i * width + d]! += slope * scale * item[j * width + d]!;
        result.item[j * width + d]! += slope * scale * user[i * width + d]!;
      }
    }
  }
  return result;
}
