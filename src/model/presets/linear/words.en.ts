import type { PresetWords } from '../presets';

export default {
  title: 'Two towers with a linear channel',
  about:
    'Two towers, and beside each MLP a linear channel: the plain mean of a long history meets the item in a table of its own, as in EASE and ELSA. The score is a learned sum of both cosines.',
} satisfies PresetWords;
