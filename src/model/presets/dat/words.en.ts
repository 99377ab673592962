import type { PresetWords } from '../presets';

export default {
  title: 'DAT two towers',
  about:
    'Two towers with an augmented vector on each side, trained to mimic the other side of its interactions; item categories, where the data has them, are aligned in spread.',
} satisfies PresetWords;
