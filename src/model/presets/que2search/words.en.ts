import type { PresetWords } from '../presets';

export default {
  title: 'Que2Search',
  about:
    'Channels for ids, fields, text trigrams and a small text encoder on each side, mapped to one width and fused by attention per example. A second stage adds hard negatives once the first has converged.',
} satisfies PresetWords;
