import type { WordsOf } from '../../blocks/block';
import { rowWeightWords } from '../row-weight-words.en';
import { likelihoodWords } from '../likelihood-words.en';
import type block from './block';

export default {
  title: 'Classification head',
  about:
    'Predicts an item field (category, genres, queries) from an item-side vector with one linear layer, used in training only. With k values, each counts 1/k.',
  params: { ...likelihoodWords, field: 'Field to predict', ...rowWeightWords },
  probes: { accuracy: 'Top-1 accuracy' },
  labels: { accuracy: 'accuracy' },
} satisfies WordsOf<typeof block>;
