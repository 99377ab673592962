import type { WordsOf } from '../../blocks/block';
import type block from './block';

export default {
  title: 'Interest separation',
  about: 'Pushes a user’s interests apart: adds the squared cosine of each pair to the loss.',
  params: { weight: 'Weight in the loss' },
} satisfies WordsOf<typeof block>;
