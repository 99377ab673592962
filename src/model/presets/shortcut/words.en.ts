import type { PresetWords } from '../presets';

export default {
  title: 'Towers with a short-cut',
  about:
    'Classic two towers plus a short-cut: ids, the pooled history and segment fields bypass the MLP and join its output, so that fine detail reaches the match.',
} satisfies PresetWords;
