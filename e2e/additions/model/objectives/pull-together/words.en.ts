import type { WordsOf } from '../../blocks/block';
import type block from './block';

export default {
  title: 'Pull together',
  about: 'Each row’s own item should score high; nothing is pushed away.',
  params: { weight: 'Weight in the loss' },
} satisfies WordsOf<typeof block>;
