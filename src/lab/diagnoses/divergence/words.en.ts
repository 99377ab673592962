import type { WordsOf } from '../diagnosis';
import type diagnosis from './diagnosis';

export default {
  title: 'The training diverges',
  evidence: {
    notFinite: 'Losses or scores are not finite numbers since step {step}; the highest learning rate is {rate}.',
    rose: 'The loss rises: {before} at the beginning, {now} now; the highest learning rate is {rate}.',
  },
  advice:
    'Try a learning rate 3 to 10 times smaller, a warm-up, or a limit on the norm of the gradient. With inner products, try cosine.',
} satisfies WordsOf<typeof diagnosis>;
