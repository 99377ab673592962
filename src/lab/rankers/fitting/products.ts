/**
 * Scores that are inner products, in single precision: many targets are ranked at once, block by block of the
 * catalogue, in a fraction of the time that their rows would take.
 */
import { areFinite } from '../../../engine/are-finite';
import type { Dataset, Target } from '../../../data/dataset';
import { innerProducts } from '../../../engine/cpu/product';
import { rankOnCpu } from '../../../engine/cpu/rank';
import { SHOWN } from '../../evaluate/metrics';
import { queryOf, rankingsTogether, removedAmong } from '../../evaluate/query';
import type { Ranked } from '../../evaluate/rank';
import { removedOf } from './pasts';

export interface Products {
  width: number;
  /** [items x width] */
  items: Float32Array;
  /** @param into [width] */
  vectorOf(target: Target, into: Float32Array): void;
}

/** [targets x width] @throws Error for a number that is not finite: a broken model would rank its targets first */
function vectorsOf({ width, vectorOf }: Products, targets: readonly Target[]): Float32Array {
  const vectors = new Float32Array(targets.length * width);
  targets.forEach((target, t) => vectorOf(target, vectors.subarray(t * width, (t + 1) * width)));
  if (!areFinite(vectors)) throw new Error('vectorsOf: a vector is not finite');
  return vectors;
}

/** [targets x items], to the last digit those that targets are ranked by. */
export const productScores = (products: Products, targets: readonly Target[]): Float32Array =>
  innerProducts(vectorsOf(products, targets), products.items, products.width);

/** @throws as `vectorsOf`; the signal's reason when aborted */
export async function rankProducts(
  dataset: Dataset,
  targets: readonly Target[],
  products: Products,
  signal?: AbortSignal,
): Promise<Ranked> {
  const vectors = vectorsOf(products, targets);
  const query = queryOf(dataset, targets, SHOWN, removedOf);
  const { items, width } = products;
  const ranking = await rankOnCpu({ vectors, active: null, perUser: 1, items, width }, query, signal);
  const { greater, ties, top } = rankingsTogether([ranking], [removedAmong(query)], targets);
  return { greater, ties, shown: top };
}
