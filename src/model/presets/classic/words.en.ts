import type { PresetWords } from '../presets';

export default {
  title: 'Classic two towers',
  about:
    'All features of each side go through its MLP, and only through it; the outputs meet in a cosine. Compare with Two towers, where the embeddings also bypass the MLP.',
} satisfies PresetWords;
