/** What it costs to serve a field: the complexity c_j of FSCD. */
import { fieldTimes, float, type ParamValues } from '../../document/params';
import type { PortOf } from '../../document/ports';

/** One row of a table read from main memory, in µs: 100 ns, as no field of a log stays in a cache. */
const READ = 0.1;
const MEBIBYTE = 2 ** 20;
const BYTES_PER_FLOAT = 4;

/**
 * Prices, and times: `readTime` of a lookup wherever `measured` has none of a field. One that is fetched from afar has
 * a gate of its own.
 */
export const costParams = {
  measured: fieldTimes(),
  readTime: float({ default: READ, min: 0, max: 10_000, step: 0.1, unit: 'µs' }),
  readPrice: float({ default: 1, min: 0, max: 100, step: 0.1 }),
  rowsPrice: float({ default: 0.1, min: 0, max: 100, step: 0.1 }),
  widthPrice: float({ default: 0.01, min: 0, max: 100, step: 0.01 }),
  memoryPrice: float({ default: 0.1, min: 0, max: 100, step: 0.1 }),
};
export type CostParams = ParamValues<typeof costParams>;

/**
 * c_j = readPrice x o_j [µs]                 (what a request waits for it: gamma_1 o_j)
 *     + rowsPrice x ln rows_j                (cardinality: gamma_2 n_j)
 *     + widthPrice x width                   (floats that the next layer multiplies: gamma_3 e_j)
 *     + memoryPrice x table_j [MiB]
 * A number without unit, of the same size as log odds: with prices from a prior, 1 - sigmoid(c_j) is the probability
 * that a field is kept before any row was seen (FSCD). o_j is its lookup and projection per row, as measured on a
 * device (lab/selection/field-times.ts), or where it was not, slots_j x readTime. Slots and rows count as 1 where they
 * are not known.
 * @returns [F]
 */
export function fieldCosts({ names, width, sizes }: PortOf<'fields'>, params: CostParams): number[] {
  const times = new Map(Object.entries(params.measured?.times ?? {}));
  return names.map((name, at) => {
    const { rows, length } = sizes?.[at] ?? { rows: 1, length: 1 };
    return (
      params.readPrice * (times.get(name) ?? length * params.readTime) +
      params.rowsPrice * Math.log(rows) +
      params.widthPrice * width +
      (params.memoryPrice * rows * width * BYTES_PER_FLOAT) / MEBIBYTE
    );
  });
}
