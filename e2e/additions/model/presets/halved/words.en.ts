import type { PresetWords } from '../presets';

export default {
  title: 'Halved towers',
  about: 'Two towers whose MLPs read half of everything.',
} satisfies PresetWords;
