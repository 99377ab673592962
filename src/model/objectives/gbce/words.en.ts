import type { WordsOf } from '../../blocks/block';
import { maskWords } from '../negative-words.en';
import { likelihoodWords } from '../likelihood-words.en';
import type block from './block';

export default {
  title: 'Generalised BCE (gBCE)',
  about:
    'Binary classification of the row’s item against items drawn uniformly from the catalogue. Calibration lowers the weight of the positive to make up for how few of all negatives are drawn; without it this is the sampled binary cross-entropy of SASRec, which is overconfident on large catalogues.',
  params: {
    ...likelihoodWords,
    sampled: 'Sampled items per batch',
    calibration: 'Calibration t',
    ...maskWords,
  },
} satisfies WordsOf<typeof block>;
