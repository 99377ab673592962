/** Is the difference of two models more than the luck of which users were tested? */
import { createRandom } from '../../data/random';

export interface Interval {
  /** mean(a) - mean(b) over all users. */
  difference: number;
  /** 2.5 % and 97.5 % quantiles of the difference over resampled users. */
  low: number;
  high: number;
}

/**
 * Paired percentile bootstrap over users (Efron and Tibshirani 1993, ch. 13): both models keep the same users in each sample.
 * @param a one value per user, e.g. `perUser['ndcg@10']`; `b` in the same order
 * @param samples resamples, at least 1
 * @throws RangeError where the lengths differ or are 0
 */
export function pairedBootstrap(a: Float32Array, b: Float32Array, samples: number, seed: number): Interval {
  if (a.length !== b.length || a.length === 0) throw new RangeError(`pairedBootstrap: ${a.length} and ${b.length} users; the same number, at least one, is needed`);
  if (!(samples >= 1)) throw new RangeError(`pairedBootstrap: samples is ${samples}; at least 1 is allowed`);
  const users = a.length;
  const random = createRandom(seed, 'bootstrap');
  const differences = Float64Array.from(a, (x, u) => x - b[u]!);
  const means = new Float64Array(samples);
  for (let s = 0; s < samples; s++) {
    let sum = 0;
    for (let i = 0; i < users; i++) sum += differences[random.below(users)]!;
    means[s] = sum / users;
  }
  means.sort();
  const quantile = (p: number): number => means[Math.min(samples - 1, Math.floor(p * samples))]!;
  return { difference: differences.reduce((sum, x) => sum + x, 0) / users, low: quantile(0.025), high: quantile(0.975) };
}
