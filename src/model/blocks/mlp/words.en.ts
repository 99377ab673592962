import type { WordsOf } from '../block';
import type block from './block';

export default {
  title: 'MLP',
  about:
    'Dense layers, listed from first to last. A linear last layer allows negative coordinates, which a cosine needs to use its full range.',
  params: {
    widths: 'Layer widths',
    activation: 'Activation',
    lastLinear: 'Last layer linear',
    fromIdentity: 'Initialise layers to the identity',
  },
  options: { relu: 'ReLU', tanh: 'tanh', 'leaky-relu': 'leaky ReLU' },
} satisfies WordsOf<typeof block>;
