import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Two-tower score',
  about:
    'Scores each pair as two towers would, by cosine or inner product, and hands the number on as a feature of the ranker. An objective that reads its logits trains the towers by their own score; the vectors themselves pass through “User × item”.',
  params: {
    score: 'Score',
    temperature: 'Temperature',
    learnTemperature: 'Learn the temperature (the value above is the start)',
  },
  ports: { user: 'user', item: 'item' },
  options: { cosine: 'cosine', inner: 'inner product' },
  probes: { scale: 'Learned scale, 1 / temperature' },
  labels: { scale: 'scale' },
} satisfies WordsOf<typeof block>;
