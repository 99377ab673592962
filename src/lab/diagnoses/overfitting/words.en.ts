import type { WordsOf } from '../diagnosis';
import type diagnosis from './diagnosis';

export default {
  title: 'Overfitting',
  evidence: {
    falls:
      'NDCG@10 on the validation part fell from {best} (step {bestStep}) to {now}, while the loss fell from {lossThen} to {lossNow}.',
  },
  advice:
    'The best weights are kept. To get further, try early stopping, dropout, weight decay, or narrower towers and tables.',
} satisfies WordsOf<typeof diagnosis>;
