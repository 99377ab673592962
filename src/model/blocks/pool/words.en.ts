import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Pool',
  about:
    'Reduces a sequence to one vector: a mean of its events, weighted by recency or by their content. After an LSTM or self-attention, taking only the newest is the usual choice.',
  params: { by: 'Weights', halfLife: 'Half-life' },
  options: {
    mean: 'uniform',
    recency: 'decaying with age',
    learnt: 'decaying at first, then learned per position',
    last: 'newest only',
    attention: 'by a learned query',
  },
  probes: { weights: 'Weight of each past event, oldest first (1 = newest)' },
} satisfies WordsOf<typeof block>;
