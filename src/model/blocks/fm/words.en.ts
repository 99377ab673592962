import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'FM',
  about:
    'Multiplies every pair of fields and sums the products into one vector as wide as a field. Has no weights; a single field gives zero. A vector whose parts have equal width, such as pooled events, is split into its parts.',
  params: {},
} satisfies WordsOf<typeof block>;
