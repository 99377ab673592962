import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Business weight',
  about:
    'Adds the logarithm of a number of the item, such as its bid or margin, to the served score. Over the logits of a softmax this ranks by probability × bid; over log-odds by odds × bid, nearly the same where probabilities are small. It takes one number more in every vector and is exact; what the match learns stays as it is.',
  params: { field: 'Number of the item, above 0', exponent: 'Exponent of the number' },
} satisfies WordsOf<typeof block>;
