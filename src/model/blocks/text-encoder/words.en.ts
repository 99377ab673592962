import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Text encoder',
  about:
    'A small transformer trained from scratch with the towers: words attend to each other, so order and context count. Much more expensive than trigrams; check that it pays off.',
  params: {
    layers: 'Layers',
    heads: 'Heads',
    expansion: 'Feed-forward width (× embedding)',
    dropout: 'Dropout rate',
    pool: 'Vector of the text',
  },
  options: { mean: 'mean of its tokens', first: 'its first token' },
} satisfies WordsOf<typeof block>;
