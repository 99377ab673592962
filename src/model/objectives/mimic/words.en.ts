import type { WordsOf } from '../../blocks/block';
import { rowWeightWords } from '../row-weight-words.en';
import type block from './block';

export default {
  title: 'Mimic',
  about:
    'Pulls a user’s augmented vector towards the vectors of the items they chose, or an item’s towards its users. No gradient reaches the mimicked tower.',
  params: { weight: 'Weight in the loss', side: 'Augments', ...rowWeightWords },
  ports: { augmented: 'augmented vector' },
  options: { user: 'the user tower', item: 'the item tower' },
  probes: { likeness: 'Cosine of the augmented vector with the other tower’s vector' },
  labels: { likeness: 'cosine' },
} satisfies WordsOf<typeof block>;
