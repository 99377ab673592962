import type { WordsOf } from '../../block';
import type block from './block';

export default {
  title: 'L2 normalise',
  about: 'Gives every vector the length one; only its direction stays.',
  params: {},
} satisfies WordsOf<typeof block>;
