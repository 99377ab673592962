import type { PresetWords } from '../presets';

export default {
  title: 'Two heads',
  about:
    'One pair of towers, two objectives: one head learns every row alike, the other weighs rows by what came of them, such as how long people stayed. The list ranks by a × first + b × second, one inner product.',
} satisfies PresetWords;
