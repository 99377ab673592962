import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Fuse',
  about: 'Sums or averages vectors of equal width: every channel has the same weight for every example.',
  params: { by: 'Fuse by' },
  ports: { channels: 'channels' },
  options: { sum: 'sum', mean: 'mean' },
} satisfies WordsOf<typeof block>;
