import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Layer norm',
  about:
    'Brings each vector to mean 0 and deviation 1, then applies a learned gain and shift to each number. After pre-norm transformer layers, whose sums would otherwise grow with their depth.',
  params: {},
} satisfies WordsOf<typeof block>;
