import type { PresetWords } from '../presets';

export default {
  title: 'Two towers',
  about:
    'Scores the user’s pooled history against the item’s embeddings, field by field; an MLP over all features is added on each side. Cosine similarity, in-batch softmax.',
} satisfies PresetWords;
