import type { WordsOf } from '../../block';
import type block from './block';

export default {
  title: 'Cross network',
  about:
    'Crosses the input with itself, raising the degree by one per layer, with a residual connection. Layers are as wide as the input: use it on a few selected fields.',
  params: { version: 'Version', layers: 'Layers', project: 'Width of a linear map on top (0 = none)' },
  options: { v1: 'DCN (a vector per layer)', v2: 'DCN-v2 (a matrix per layer)' },
} satisfies WordsOf<typeof block>;
