/** Of how many validation users the figures of a run are. */
import { SAMPLE_SERIES } from './vector-series';

/** So many users, of so many. */
export interface Sample {
  users: number;
  of: number;
}

type Points = Readonly<Partial<Record<string, { readonly values: ArrayLike<number> }>>>;

/** At the last evaluation; null where it ranked all users. @param curves by the names of their series */
export function sampleOf(curves: Points): Sample | null {
  const last = (name: string): number | undefined => {
    const values = curves[name]?.values;
    return values?.[values.length - 1];
  };
  const [users, of] = [last(SAMPLE_SERIES.users), last(SAMPLE_SERIES.of)];
  return users === undefined || of === undefined ? null : { users, of };
}
