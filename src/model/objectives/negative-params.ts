/**
 * Parameters of objectives that compare a row's own item with other items of the batch, and their words: one name for
 * one thing.
 */
import { choice, float, int, toggle } from '../document/params';

/** Which columns count as negatives, and what a row counts. */
export const maskParams = { sameItem: toggle(true), sameUser: toggle(true), rowWeights: toggle(true) };
export const maskWords = {
  en: {
    sameItem: 'Mask duplicates of the positive item',
    sameUser: 'Mask the user’s other items',
    rowWeights: 'Use row weights',
  },
  zh: { sameItem: '同一物品不作负例', sameUser: '该用户的其他物品不作负例', rowWeights: '使用行权重' },
};

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
export const chosenWords = {
  en: {
    params: {
      choose: 'Negatives',
      negatives: 'Random negatives per row (items of the next rows; batches are shuffled)',
      hard: 'Hardest negatives per row',
      hardShare: 'Share of rows with hardest negatives',
    },
    options: { random: 'random', hardest: 'the hardest of the batch', both: 'random and the hardest' },
  },
  zh: {
    params: {
      choose: '负例',
      negatives: '每行的随机负例数（取后续各行的物品；批次已打乱）',
      hard: '每行的最难负例数',
      hardShare: '带最难负例的行所占比例',
    },
    options: { random: '随机', hardest: '批内最难的', both: '随机加最难' },
  },
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
