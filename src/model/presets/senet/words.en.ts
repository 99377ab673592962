import type { PresetWords } from '../presets';

export default {
  title: 'SENet two towers',
  about:
    'Two towers with an SE gate on each side that reweights everything the MLP reads, including the pooled history, by its importance for the example.',
} satisfies PresetWords;
