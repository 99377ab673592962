import type { PresetWords } from '../presets';

export default {
  title: 'SASRec',
  about:
    'A causal transformer over the item ids of the past: two layers of self-attention with learned positions. The newest event’s output is the user’s vector, scored against the same item embeddings that the history is read from.',
} satisfies PresetWords;
