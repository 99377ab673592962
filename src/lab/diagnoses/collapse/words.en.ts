import type { WordsOf } from '../diagnosis';
import type diagnosis from './diagnosis';

export default {
  title: 'Vectors have collapsed',
  evidence: {
    user: 'User vectors use {user} of {width} directions (effective rank): all users get nearly the same list.',
    item: 'Item vectors use {item} of {width} directions (effective rank): items are hardly told apart.',
    both: 'Of {width} directions, user vectors use {user} and item vectors {item} (effective rank).',
  },
  advice:
    'Try a lower temperature, more negatives (a larger batch), a smaller learning rate, or fields that tell users and items apart, such as ids.',
} satisfies WordsOf<typeof diagnosis>;
