import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Normalise events',
  about: 'Scales every field of every past event to unit length, so that a pool counts events and not their lengths.',
  params: {},
} satisfies WordsOf<typeof block>;
