import type { PresetWords } from '../presets';

export default {
  title: 'Halved towers',
  about: 'Two towers: the item’s MLP reads half of everything, and half of the user’s MLP goes on.',
} satisfies PresetWords;
