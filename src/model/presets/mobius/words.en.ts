import type { PresetWords } from '../presets';

export default {
  title: 'MOBIUS',
  about:
    'Two towers that learn click, no click and bad case. In each step a teacher looks for irrelevant pairs among all users and items of the batch; those the model would recommend become bad cases. The served score is the log odds of a click against both other classes.',
} satisfies PresetWords;
