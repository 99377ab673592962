import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Concat',
  about: 'Concatenates fields and vectors in the order of the edges. Parts keep their names.',
  params: {},
  ports: { parts: 'parts' },
} satisfies WordsOf<typeof block>;
