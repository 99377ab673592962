import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Match',
  about:
    'Where the towers meet: the score of a user and an item is the inner product or cosine of their vectors, divided by the temperature. ' +
    'With coefficients, parts of the same name are scored separately and weighted by learned coefficients, which are folded into the user’s vector so the item index is unchanged.',
  params: {
    score: 'Score',
    temperature: 'Temperature',
    learnTemperature: 'Learn the temperature (the value above is the start)',
    coefficients: 'Learned coefficients',
  },
  ports: { user: 'user', item: 'item' },
  options: {
    cosine: 'cosine',
    inner: 'inner product',
    none: 'none',
    part: 'one coefficient per part',
    element: 'one coefficient per element',
  },
  probes: {
    scale: 'Learned scale, 1 / temperature',
    coefficient: 'Learned coefficient of each part (averaged over its elements)',
    contribution: 'Contribution of each part: coefficient × |product|',
  },
  labels: { scale: 'scale' },
} satisfies WordsOf<typeof block>;
