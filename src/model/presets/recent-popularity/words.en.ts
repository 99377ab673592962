import type { PresetWords } from '../presets';

export default {
  title: 'Two towers with recent popularity',
  about:
    'Two towers, and the popularity of the item just before the request is added to their score. What people take often depends more on the week than on taste: the counts know the week, and the towers learn the taste.',
} satisfies PresetWords;
