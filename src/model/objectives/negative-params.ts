/**
 * Parameters of objectives that compare a row's own item with other items of the batch, under one name wherever they
 * are.
 */
import { choice, float, int, toggle } from '../document/params';
import { rowWeightParams } from './row-weight-params';

/** Which columns count as negatives, and what a row counts. */
export const maskParams = { sameItem: toggle(true), sameUser: toggle(true), ...rowWeightParams };

/**
 * For losses of pairs: random negatives, the hardest alone, or both. How many easy ones stand against a hard one is
 * then `negatives` to `hard` x `hardShare`: 4 to 1 x 0.04 is EBR's 100 to 1. More than two hard ones per positive make
 * it worse there.
 */
export const chosenParams = {
  choose: choice(['random', 'hardest', 'both'], 'random'),
  negatives: int({ default: 4, min: 1, max: 64 }),
  hard: int({ default: 1, min: 1, max: 2 }),
  hardShare: float({ default: 1, min: 0, max: 1, step: 0.01 }),
};
export const hardnessOf = ({ choose }: { choose: 'random' | 'hardest' | 'both' }) =>
  ({ random: 'none', hardest: 'only', both: 'some' } as const)[choose];
/** How many negatives of a row are scored. */
export const scoredNegatives = ({
  choose,
  negatives,
  hard,
}: {
  choose: string;
  negatives: number;
  hard: number;
}): number => (choose === 'hardest' ? 0 : negatives) + (choose === 'random' ? 0 : 2 * hard);
