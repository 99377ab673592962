import type { PresetWords } from '../presets';

export default {
  title: 'Parallel towers',
  about:
    'MLP, cross network, FM and CIN in parallel, each with its own embeddings; channels of the same kind are scored against each other and weighted by learned coefficients.',
} satisfies PresetWords;
