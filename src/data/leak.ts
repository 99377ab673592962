/**
 * Does a column of a table retell the log? A play count in the item table was counted over the very events that are
 * held out.
 */
import { rankCorrelation } from './rank-correlation';

const SUSPICIOUS = 0.9;
/** Fewer rows agree by chance. */
const ENOUGH = 10;

/**
 * Whether numbers of items (or users) order them almost as their events in the whole log do, or the other way round (a
 * chart position).
 * @param values [owner rows] NaN where there is none
 * @param events [owner rows] events in the whole log
 */
export function summarisesLog(values: Float64Array, events: Uint32Array): boolean {
  const rows = [...values.keys()].filter((row) => Number.isFinite(values[row]!));
  if (rows.length < ENOUGH) return false;
  const correlation = rankCorrelation(
    rows.map((row) => values[row]!),
    rows.map((row) => events[row]!),
  );
  return correlation !== null && Math.abs(correlation) > SUSPICIOUS;
}
