import type { WordsOf } from '../../blocks/block';
import type block from './block';

export default {
  title: 'Category alignment',
  about:
    'Aligns the spread of item vectors across categories: penalises differences between each category’s covariance and that of the largest one. Items with several categories count in each. Uses the 32 most frequent categories; covariances of few items are noisy.',
  params: { weight: 'Weight in the loss', field: 'Category', least: 'Minimum items per category' },
  probes: {
    categories: 'Categories with enough items in the batch (nothing is compared below two)',
    items: 'Share of the batch’s items in these categories',
  },
  labels: { categories: 'categories', items: 'share' },
} satisfies WordsOf<typeof block>;
