/** Numbers, as the bucket they fall into or as a weight. */
import { isMissing } from '../read-cell';
import { FIRST_VALUE, MISSING, UNKNOWN } from '../dataset';
import { readNumbers } from '../numbers';
import { oneSlot, trainingCounts, type Cells, type EncodedCells } from './encoded';

const BUCKETS = 16;

/**
 * Quantile buckets of the training rows: bucket i holds edge i-1 < x <= edge i. Values beyond the extremes belong to
 * the outer buckets.
 */
export function encodeBuckets(cells: Cells): EncodedCells {
  const values = readNumbers(cells.dictionary);
  const edges = quantileEdges(values, trainingCounts(cells));
  const idOf = Uint32Array.from(cells.dictionary, (cell, code) => {
    const value = values[code]!;
    if (Number.isNaN(value)) return isMissing(cell) ? MISSING : UNKNOWN;
    const bucket = edges.findIndex((edge) => value <= edge);
    return FIRST_VALUE + (bucket < 0 ? edges.length : bucket);
  });
  return { kind: 'numeric', vocabulary: ranges(edges), ...oneSlot(cells.codes, idOf) };
}

/** Deviations from the mean: none of 1e8 training rows lies further, and towers stay finite. */
const FURTHEST = 1e4;

/**
 * One row scaled by (x - mean) / deviation of the training rows, between -1e4 and 1e4; a missing number is the row
 * MISSING with weight 1. Numbers past what a 32-bit float holds, which some logs write for a missing one, are UNKNOWN.
 */
export function encodeNormalised(cells: Cells, name: string): EncodedCells {
  const values = readNumbers(cells.dictionary).map((value) =>
    Number.isFinite(Math.fround(value)) ? value : Number.NaN,
  );
  const { mean, deviation } = meanAndDeviation(values, trainingCounts(cells));
  const idOf = Uint32Array.from(cells.dictionary, (cell, code) =>
    !Number.isNaN(values[code]!) ? FIRST_VALUE : isMissing(cell) ? MISSING : UNKNOWN,
  );
  const weightOf = Float32Array.from(values, (value) =>
    Number.isNaN(value) ? 1 : Math.max(-FURTHEST, Math.min(FURTHEST, (value - mean) / deviation)),
  );
  return {
    kind: 'numeric',
    vocabulary: [name],
    ...oneSlot(cells.codes, idOf),
    weights: Float32Array.from(cells.codes, (code) => weightOf[code]!),
  };
}

/** Upper edges of all buckets but the last, ascending and distinct. */
function quantileEdges(values: Float64Array, counts: Uint32Array): number[] {
  const order = [...values.keys()]
    .filter((code) => Number.isFinite(values[code]!) && counts[code]! > 0)
    .sort((a, b) => values[a]! - values[b]!);
  const total = order.reduce((sum, code) => sum + counts[code]!, 0);
  const edges: number[] = [];
  let below = 0;
  for (const code of order.slice(0, -1)) {
    below += counts[code]!;
    // A heavy value may cross several quantiles at once; it still ends one bucket.
    if (
      Math.floor((below * BUCKETS) / total) > Math.floor(((below - counts[code]!) * BUCKETS) / total) &&
      values[code] !== edges.at(-1)
    )
      edges.push(values[code]!);
  }
  return edges;
}

function ranges(edges: readonly number[]): string[] {
  const shown = edges.map((edge) => String(Number(edge.toPrecision(6))));
  if (shown.length === 0) return ['*'];
  return [`≤ ${shown[0]}`, ...shown.slice(1).map((edge, i) => `${shown[i]} – ${edge}`), `> ${shown.at(-1)}`];
}

function meanAndDeviation(values: Float64Array, counts: Uint32Array): { mean: number; deviation: number } {
  let n = 0;
  let mean = 0;
  let squares = 0;
  values.forEach((value, code) => {
    const count = counts[code]!;
    if (count === 0 || !Number.isFinite(value)) return;
    // Welford's update for `count` equal values at once.
    n += count;
    const delta = value - mean;
    mean += (delta * count) / n;
    squares += delta * (value - mean) * count;
  });
  const deviation = Math.sqrt(squares / Math.max(1, n));
  return { mean, deviation: deviation > 0 ? deviation : 1 };
}
