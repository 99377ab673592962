/** The in-batch softmax in plain loops and double precision, with the gradients written out by hand. */

export interface ReferenceInput {
  rows: number;
  width: number;
  /** [rows x width] */
  user: ArrayLike<number>;
  /** [rows x width] */
  item: ArrayLike<number>;
  scale: number;
  /** [rows] or null */
  logQ: ArrayLike<number> | null;
  /** [rows x rows] or null */
  blocked: ArrayLike<number> | null;
  /** [rows] */
  weight: ArrayLike<number>;
}

export interface ReferenceResult { loss: number; user: Float64Array; item: Float64Array; scale: number }

export function inBatchSoftmaxReference({ rows, width, user, item, scale, logQ, blocked, weight }: ReferenceInput): ReferenceResult {
  const result: ReferenceResult = { loss: 0, user: new Float64Array(rows * width), item: new Float64Array(rows * width), scale: 0 };
  let total = 0;
  for (let i = 0; i < rows; i++) total += weight[i]!;
  for (let i = 0; i < rows; i++) {
    const share = weight[i]! / total;
    if (share === 0) continue;
    const dots = Array.from({ length: rows }, (_, j) => {
      let dot = 0;
      for (let d = 0; d < width; d++) dot += user[i * width + d]! * item[j * width + d]!;
      return dot;
    });
    const logits = dots.map((dot, j) => (blocked?.[i * rows + j] ? -Infinity : scale * dot - (logQ?.[j] ?? 0)));
    const largest = Math.max(...logits);
    const exps = logits.map((logit) => Math.exp(logit - largest));
    const sum = exps.reduce((a, b) => a + b, 0);
    result.loss += share * (Math.log(sum) + largest - logits[i]!);
    for (let j = 0; j < rows; j++) {
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
