import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'User × item',
  about:
    'Puts a user and each of its candidates side by side, with their element-wise product. What follows may cross any feature of the two, so it has to be computed for every pair: a ranker, not an index.',
  params: { product: 'Element-wise product' },
  ports: { user: 'user', item: 'item' },
} satisfies WordsOf<typeof block>;
