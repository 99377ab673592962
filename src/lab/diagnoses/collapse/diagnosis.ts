import { RANK_SERIES } from '../../runs/vector-series';
import { defineDiagnosis, rounded } from '../diagnosis';

/** Narrower vectors have too few directions to tell few from all. */
const LEAST_WIDTH = 4;
/** Of the directions there are: towers that learn use a third of them and more. */
const SHARE = 0.1;
/** Two vectors of equal length at an angle of 60° have 1.8. */
const LEAST = 1.5;

export default defineDiagnosis({
  id: 'collapse',
  place: 2,
  look({ width, curve }) {
    if (width === null || width < LEAST_WIDTH) return null;
    const [user, item] = (['user', 'item'] as const).map((side) => curve(RANK_SERIES[side])?.values.at(-1));
    const fell = (rank: number | undefined): boolean => rank !== undefined && rank < Math.max(LEAST, SHARE * width);
    if (!fell(user) && !fell(item)) return null;
    return {
      case: fell(user) && fell(item) ? 'both' : fell(user) ? 'user' : 'item',
      values: { user: rounded(user ?? Number.NaN), item: rounded(item ?? Number.NaN), width },
    };
  },
});
