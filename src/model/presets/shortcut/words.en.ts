import type { PresetWords } from '../presets';

export default {
  title: 'Towers with a shortcut',
  about:
    'Classic two towers plus a shortcut: ids, the pooled history and segment fields bypass the MLP and join its output, so that fine detail reaches the match.',
} satisfies PresetWords;
