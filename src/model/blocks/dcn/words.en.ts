import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'Cross network (DCN)',
  about:
    'Crosses the input with itself, raising the degree by one per layer, with a residual connection. Layers are as wide as the input: use it on a few selected fields.',
  params: { version: 'Version', layers: 'Layers', project: 'Output projection width (0 = none)' },
  options: { v1: 'DCN (one vector per layer)', v2: 'DCN-v2 (one matrix per layer)' },
} satisfies WordsOf<typeof block>;
