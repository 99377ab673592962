import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'L2 normalise',
  about: 'Scales every vector to unit length, keeping only its direction.',
  params: {},
} satisfies WordsOf<typeof block>;
