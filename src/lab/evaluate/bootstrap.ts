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
 * Paired percentile bootstrap over users (Efron and Tibshirani 1993, ch. 13): both models keep the same users in each
 * sample.
 * @param a one value per user, e.g. `perUser['ndcg@10']`; `b` in the same order
 * @param samples resamples, at least 1
 * @throws RangeError where the lengths differ or are 0
 */
export function pairedBootstrap(a: Float32Array, b: Float32Array, samples: number, seed: number): Interval {
  if (a.length !== b.length || a.length === 0)
    throw new RangeError(
      `pairedBootstrap: ${a.length} and ${b.length} users; the same number, at least one, is needed`,
    );
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
  return { difference: differences.reduce((sum, x) => sum + x, 0) / users, ...boundsOf(means) };
}

/**
 * Bootstrap over users and seeds together: users and seeds are drawn with replacement, each independently of the other
 * (the pigeonhole bootstrap: Owen, Annals of Applied Statistics 2007, a little wide rather than narrow). All models of
 * a data set share the drawn users, so that their differences are paired.
 */
export class UserResamples {
  /** [samples x users] how often a sample has each user. */
  private readonly times: Uint8Array;

  /** @throws RangeError where there is no user or no sample */
  constructor(
    readonly users: number,
    readonly samples: number,
    private readonly seed: number,
  ) {
    if (!(users >= 1 && samples >= 1))
      throw new RangeError(`UserResamples: ${users} users, ${samples} samples; at least one of each is needed`);
    const random = createRandom(seed, 'bootstrap');
    this.times = new Uint8Array(samples * users);
    for (let s = 0; s < samples; s++) for (let i = 0; i < users; i++) this.times[s * users + random.below(users)]!++;
  }

  /** What the samples make of one run. @param values one per user; @throws RangeError for other users */
  meansOf(values: Float32Array): SampledMeans {
    if (values.length !== this.users)
      throw new RangeError(`UserResamples: ${values.length} values for ${this.users} users`);
    const listed = [...values.keys()].filter((user) => values[user] !== 0);
    const samples = Float64Array.from(
      { length: this.samples },
      (_, s) => listed.reduce((sum, user) => sum + values[user]! * this.times[s * this.users + user]!, 0) / this.users,
    );
    return { mean: values.reduce((sum, x) => sum + x, 0) / this.users, samples };
  }

  /**
   * Mean over seeds of one model, or difference of two, with its 95 % interval: the same whenever the same is asked.
   * @param minus null = none
   */
  interval(runs: readonly SampledMeans[], minus: readonly SampledMeans[] | null): Interval {
    const centre = (of: readonly SampledMeans[]): number => of.reduce((sum, { mean }) => sum + mean, 0) / of.length;
    const random = createRandom(this.seed, 'seeds');
    const drawn = (of: readonly SampledMeans[], s: number): number =>
      of.reduce((sum) => sum + of[random.below(of.length)]!.samples[s]!, 0) / of.length;
    const values = Float64Array.from(
      { length: this.samples },
      (_, s) => drawn(runs, s) - (minus ? drawn(minus, s) : 0),
    ).sort();
    return { difference: centre(runs) - (minus ? centre(minus) : 0), ...boundsOf(values) };
  }
}

/** A run's mean over all users, and over those of each sample. */
export interface SampledMeans {
  mean: number;
  samples: Float64Array;
}

/** @param sorted ascending */
function boundsOf(sorted: Float64Array): Pick<Interval, 'low' | 'high'> {
  const quantile = (p: number): number => sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!;
  return { low: quantile(0.025), high: quantile(0.975) };
}
