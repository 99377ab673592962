import type { PresetWords } from '../presets';

export default {
  title: 'Two towers with recent popularity',
  about:
    'Two towers whose score starts from how popular the item was at the moment of the request. What is taken now often depends on the week more than on taste: this channel carries it, and the towers learn the rest.',
} satisfies PresetWords;
