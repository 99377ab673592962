import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Self-attention',
  about:
    'Multi-head self-attention over the events of a sequence. Causal: each event attends only to itself and earlier ones. It has no sense of order by itself: add event times or an LSTM before it.',
  params: {
    heads: 'Heads',
    causal: 'Causal: no event sees later ones',
    norm: 'Layer norm',
    dropout: 'Dropout rate',
  },
  options: { after: 'post-norm', before: 'pre-norm' },
} satisfies WordsOf<typeof block>;
