import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Dropout',
  about: 'During training, zeroes a fraction of the activations and scales up the rest to compensate.',
  params: { rate: 'Dropout rate' },
} satisfies WordsOf<typeof block>;
