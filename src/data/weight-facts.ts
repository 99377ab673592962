/** How the weights of the training events are spread. */
import type { Dataset } from './dataset';

export interface WeightFacts {
  /** 1 where a formula made them. */
  mean: number;
  max: number;
  /** Share of the training events with weight 0: they stand as columns and in histories, and teach nothing as rows. */
  zeros: number;
  /**
   * Effective sample size (Kish, Survey Sampling, 1965): (sum of w)^2 / sum of w^2, as a share of the training events.
   * So many events of equal weight would tell a weighted mean as exactly.
   */
  effective: number;
  /** Whether that is less than a tenth. */
  isFew: boolean;
  /** Bins of the positive weights from the smallest to the largest, equally wide on the scale. */
  scale: 'linear' | 'log';
  bins: { from: number; to: number; count: number }[];
}

/** Below it most of what was read is thrown away. */
const FEW_EFFECTIVE = 0.1;

const BINS = 24;
/** A largest weight of so many times the median is skewed. */
const SKEWED = 10;
/** Smaller ones than so many of the largest share the first bin. */
const WIDEST = 1e6;

/** Null where all weights are 1: the log has no column of them, and no formula was given. */
export function weightFacts({ events, split: { train } }: Pick<Dataset, 'events' | 'split'>): WeightFacts | null {
  if (events.weight === null) return null;
  const weights = Float64Array.from(train, (event) => events.weight![event]!);
  const sum = weights.reduce((so, weight) => so + weight, 0);
  const squares = weights.reduce((so, weight) => so + weight ** 2, 0);
  const effective = squares === 0 ? 0 : sum ** 2 / squares / weights.length;
  const positive = weights.filter((weight) => weight > 0).sort();
  return {
    mean: sum / weights.length,
    max: positive.at(-1) ?? 0,
    zeros: 1 - positive.length / weights.length,
    effective,
    isFew: effective < FEW_EFFECTIVE,
    ...binned(positive),
  };
}

/** @param sorted ascending and positive */
function binned(sorted: Float64Array): Pick<WeightFacts, 'scale' | 'bins'> {
  const [least, most] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  const scale = most > SKEWED * (sorted[sorted.length >> 1] ?? 0) ? 'log' : 'linear';
  if (least === most)
    return { scale, bins: sorted.length === 0 ? [] : [{ from: least, to: most, count: sorted.length }] };
  const low = scale === 'log' ? Math.max(least, most / WIDEST) : least;
  const edge = (at: number): number =>
    scale === 'log' ? low * (most / low) ** (at / BINS) : low + ((most - low) * at) / BINS;
  const bins = Array.from({ length: BINS }, (_, at) => ({
    from: at === 0 ? least : edge(at),
    to: at + 1 === BINS ? most : edge(at + 1),
    count: 0,
  }));
  let at = 0;
  for (const weight of sorted) {
    while (at + 1 < BINS && weight >= bins[at]!.to) at++;
    bins[at]!.count++;
  }
  return { scale, bins };
}
