/** Words of the parameters of `negative-params.ts`. */
import { rowWeightWords } from './row-weight-words.en';

export const maskWords = {
  sameItem: 'Mask duplicates of the positive item',
  sameUser: 'Mask the user’s other items',
  ...rowWeightWords,
};

export const chosenWords = {
  params: {
    choose: 'Negatives',
    negatives: 'Random negatives per row (items of the next rows; batches are shuffled)',
    hard: 'Hardest negatives per row',
    hardShare: 'Fraction of rows with hardest negatives',
  },
  options: { random: 'random', hardest: 'the hardest of the batch', both: 'random and the hardest' },
};
