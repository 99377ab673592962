import type { PresetWords } from '../presets';

export default {
  title: 'DAT two towers',
  about:
    'Two towers with an augmented vector on each side, trained to mimic the vectors on the other side of its interactions. If the items have categories, their spread is aligned across categories.',
} satisfies PresetWords;
