/** Several retrievals as one: their scores added up, each by a weight that the validation part decides. */
import type { Dataset, Target } from '../../../data/dataset';
import { disposeVectors } from '../../../engine/kernels/retrieval/retrieval';
import type { Evaluation } from '../../evaluate/metrics';
import { encodeTargets } from '../../evaluate/model';
import { evaluateScorer, removedItems, type Scorer } from '../../evaluate/rank';
import type { LiveModel } from '../../training/live-model';

export interface Merged {
  test: Evaluation;
  /** NDCG@10 */ validation: number;
  /** In the order of the models. */ weights: number[];
}

/** @param models at least two, of one data set */
export async function mergeRetrievals(models: readonly LiveModel[]): Promise<Merged> {
  const { dataset } = models[0]!;
  const { validation, test } = dataset.split;
  const asked = await scoresOf(models, validation);
  const weights = fitWeights(
    asked,
    validation.map((target) => ({ wanted: target.items, removed: removedItems(dataset, target) })),
    dataset.items.length,
  );
  const rank = (targets: readonly Target[], scores: readonly Float32Array[]) =>
    evaluateScorer(dataset, targets, mergedScorer(dataset, targets, scores, weights));
  return {
    test: await rank(test, await scoresOf(models, test)),
    validation: (await rank(validation, asked)).metrics['ndcg@10']!,
    weights,
  };
}

async function scoresOf(models: readonly LiveModel[], targets: readonly Target[]): Promise<Float32Array[]> {
  const all: Float32Array[] = [];
  for (const model of models) all.push(await scoresOfModel(model, targets));
  return all;
}

/** [targets x items] */
async function scoresOfModel(
  { encoder, dataset, compiled }: LiveModel,
  targets: readonly Target[],
): Promise<Float32Array> {
  const index = encoder.encodeItems();
  const [items, width] = [await index.read(), index.width];
  index.dispose();
  const count = dataset.items.length;
  const scores = new Float32Array(targets.length * count);
  for (let from = 0; from < targets.length; from += encoder.userRows) {
    const part = targets.slice(from, from + encoder.userRows);
    const encoded = encodeTargets(encoder, dataset, part, compiled);
    const [, interests] = encoded.vectors.shape;
    const [users, active] = await Promise.all([encoded.vectors.data(), encoded.active?.data()]);
    disposeVectors(encoded);
    for (let t = 0; t < part.length; t++) {
      const vectors = Array.from({ length: interests }, (_, k) => t * interests + k).filter(
        (at, k) => k === 0 || !active || active[at]! > 0,
      );
      for (let i = 0; i < count; i++) {
        let best = -Infinity;
        for (const at of vectors) {
          let sum = 0;
          for (let d = 0; d < width; d++) sum += users[at * width + d]! * items[i * width + d]!;
          best = Math.max(best, sum);
        }
        scores[(from + t) * count + i] = best;
      }
    }
  }
  return scores;
}

function mergedScorer(
  { items }: Dataset,
  targets: readonly Target[],
  scores: readonly Float32Array[],
  weights: readonly number[],
): Scorer {
  const place = new Map(targets.map((target, t) => [target, t * items.length]));
  return (part) => {
    const merged = new Float32Array(part.length * items.length);
    part.forEach((target, t) => {
      const from = place.get(target)!;
      for (let i = 0; i < items.length; i++)
        merged[t * items.length + i] = weights.reduce((sum, weight, c) => sum + weight * scores[c]![from + i]!, 0);
    });
    return merged;
  };
}

export interface Question {
  wanted: Uint32Array;
  removed: Uint32Array;
}

/** Keeps the curvature solvable where two retrievals say the same. */
const RIDGE = 1e-6;
const STEPS = 30;

/**
 * The w that maximise the mean log of softmax_i(sum_c w_c s_ci) at the wanted items, over the items not removed: the
 * logistic regression over products of channels, with softmax in place of single clicks. Concave: Newton's steps,
 * halved where they do not help.
 * @param scores of each retrieval, [questions x items]
 */
export function fitWeights(scores: readonly Float32Array[], questions: readonly Question[], items: number): number[] {
  let weights = scores.map(() => 1 / scores.length);
  let at = likelihood(scores, questions, items, weights);
  for (let step = 0; step < STEPS; step++) {
    const direction = solve(
      at.curvature.map((row, a) => row.map((x, b) => x + (a === b ? RIDGE : 0))),
      at.gradient,
    );
    let next = at;
    let size = 1;
    let moved = weights;
    for (; size > 1e-4; size /= 2) {
      moved = weights.map((weight, c) => weight + size * direction[c]!);
      next = likelihood(scores, questions, items, moved);
      if (next.value > at.value) break;
    }
    if (next.value - at.value < 1e-8) break;
    weights = moved;
    at = next;
  }
  return weights;
}

interface Likelihood {
  value: number;
  gradient: number[];
  /** Minus the second derivatives: covariances of the scores. */ curvature: number[][];
}

function likelihood(
  scores: readonly Float32Array[],
  questions: readonly Question[],
  items: number,
  weights: readonly number[],
): Likelihood {
  const channels = scores.length;
  const gradient = new Float64Array(channels);
  const curvature = Array.from({ length: channels }, () => new Float64Array(channels));
  const merged = new Float64Array(items);
  let value = 0;
  let asked = 0;
  questions.forEach(({ wanted, removed }, q) => {
    const from = q * items;
    for (let i = 0; i < items; i++) {
      let sum = 0;
      for (let c = 0; c < channels; c++) sum += weights[c]! * scores[c]![from + i]!;
      merged[i] = sum;
    }
    for (const item of removed) merged[item] = -Infinity;
    const most = merged.reduce((a, b) => Math.max(a, b), -Infinity);
    const mean = new Float64Array(channels);
    const square = Array.from({ length: channels }, () => new Float64Array(channels));
    let total = 0;
    for (let i = 0; i < items; i++) {
      const share = Math.exp(merged[i]! - most);
      if (share === 0) continue;
      total += share;
      for (let a = 0; a < channels; a++) {
        const own = share * scores[a]![from + i]!;
        mean[a]! += own;
        for (let b = 0; b <= a; b++) square[a]![b]! += own * scores[b]![from + i]!;
      }
    }
    for (const item of wanted) {
      if (merged[item] === -Infinity) continue;
      asked += 1;
      value += merged[item]! - most - Math.log(total);
      for (let a = 0; a < channels; a++) {
        gradient[a]! += scores[a]![from + item]! - mean[a]! / total;
        for (let b = 0; b <= a; b++)
          curvature[a]![b]! += square[a]![b]! / total - (mean[a]! / total) * (mean[b]! / total);
      }
    }
  });
  return {
    value: value / asked,
    gradient: Array.from(gradient, (x) => x / asked),
    curvature: curvature.map((_, a) =>
      Array.from({ length: channels }, (__, b) => curvature[Math.max(a, b)]![Math.min(a, b)]! / asked),
    ),
  };
}

/** x of A x = b, by elimination; A symmetric and positive definite. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i]![k]! / rows[k]![k]!;
      for (let j = k; j <= n; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  const x = Array.from({ length: n }, () => 0);
  for (let i = n - 1; i >= 0; i--) {
    const rest = x.reduce((sum, value, j) => (j > i ? sum + rows[i]![j]! * value : sum), 0);
    x[i] = (rows[i]![n]! - rest) / rows[i]![i]!;
  }
  return x;
}
