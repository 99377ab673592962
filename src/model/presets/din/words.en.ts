import type { PresetWords } from '../presets';

export default {
  title: 'Ranker with target attention',
  about:
    'Not two towers: every pair of user and candidate is scored by itself, with their element-wise product, target attention over the past (DIN) and cross features. More exact than an inner product, and far too dear to scan a catalogue: it ranks what two towers retrieve.',
} satisfies PresetWords;
