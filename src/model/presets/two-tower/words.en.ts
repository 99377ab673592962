import type { PresetWords } from '../presets';

export default {
  title: 'Two towers',
  about:
    'The user’s pooled history against the item’s embeddings, part by part; each side adds an MLP over all its features. Cosine, in-batch softmax.',
} satisfies PresetWords;
