import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'CIN',
  about:
    'Compressed interaction network: each layer multiplies its feature maps with all fields, raising the degree by one, and mixes the products into new maps; their sums are the output. ' +
    'Use it on a few selected fields, or on a vector whose parts have equal width.',
  params: { layers: 'Feature maps per layer', activation: 'Activation' },
  options: { identity: 'none', relu: 'ReLU' },
} satisfies WordsOf<typeof block>;
