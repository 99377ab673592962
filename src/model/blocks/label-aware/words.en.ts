import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Label-aware match',
  about:
    'Scores several interests of a user against an item. In training, the interest closest to the target item stands for the user; when serving, each active interest retrieves on its own and an item takes its best score.',
  params: {
    score: 'Score',
    temperature: 'Temperature',
    learnTemperature: 'Learn the temperature (the value above is the start)',
    attention: 'Interest used in training',
    sharpness: 'Attention sharpness',
  },
  ports: { item: 'item' },
  options: {
    cosine: 'cosine',
    inner: 'inner product',
    soft: 'all, weighted by similarity to the item',
    best: 'only the closest',
  },
  probes: { scale: 'Learned scale, 1 / temperature', attention: 'How often each interest is used' },
  labels: { scale: 'scale' },
} satisfies WordsOf<typeof block>;
